import assert from 'node:assert/strict'
import { cpSync, existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { after, describe, it } from 'node:test'
import { pathToFileURL } from 'node:url'
import { readDefaultPrices, readPageAssets, readVersion, SAMPLE_TRAIL } from '../../src/cli/assets.ts'

type Assets = typeof import('../../src/cli/assets.ts')

// Node.js imports modules by their real paths, and on macOS the folder for temporary files is behind a link.
const folder = mkdtempSync(join(realpathSync(tmpdir()), 'assets-'))
after(() => rmSync(folder, { recursive: true }))

const FILES = {
  'package.json': '{"type":"module","version":"1.2.3"}',
  'src/preview/analysis/prices.json': 'the prices',
  'dist/page/script.js': 'the script',
  'dist/page/style.css': 'the style',
}

/** A package with the module at a path in it. */
async function packaged(
  name: string,
  path: string,
  files: Readonly<Record<string, string>>,
): Promise<Assets> {
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name, file)), { recursive: true })
    writeFileSync(join(folder, name, file), text)
  }
  cpSync('src/cli/assets.ts', join(folder, name, path))
  return await import(pathToFileURL(join(folder, name, path)).href)
}

describe('the assets of the command line', () => {
  it('are there', () => {
    assert.match(readVersion(), /^\d+\.\d+\.\d+$/)
    assert.ok(existsSync(SAMPLE_TRAIL))
    assert.ok(JSON.parse(readDefaultPrices()).metricMonth > 0)
    const { script, style } = readPageAssets()
    assert.ok(script.includes('data-drawn') && script.includes('u-over'), 'ours and that of uPlot')
    assert.ok(style.includes('.meter') && style.includes('.u-over'), 'ours and that of uPlot')
  })

  for (const path of ['src/cli/assets.ts', 'dist/cli/chunk.ts']) {
    it(`are found in the package from ${dirname(path)}`, async () => {
      const name = path.slice(0, path.indexOf('/'))
      const assets = await packaged(name, path, FILES)
      assert.equal(assets.readVersion(), '1.2.3')
      assert.equal(assets.readDefaultPrices(), 'the prices')
      assert.deepEqual(assets.readPageAssets(), { script: 'the script', style: 'the style' })
      assert.equal(assets.SAMPLE_TRAIL, join(folder, name, 'sample/trail'))
    })
  }

  it('say how to build the page if it has not been built', async () => {
    const { 'dist/page/script.js': _, ...files } = FILES
    const assets = await packaged('unbuilt', 'src/cli/assets.ts', files)
    assert.throws(() => assets.readPageAssets(), /^Error: The page has not been built\. .*npm run build:page/)
  })
})
