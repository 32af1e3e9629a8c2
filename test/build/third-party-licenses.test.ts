import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { after, describe, it } from 'node:test'
import { licensesOf, type Metafile } from '../../build/third-party-licenses.ts'

const folder = mkdtempSync(join(tmpdir(), 'licenses-'))
after(() => rmSync(folder, { recursive: true }))

/** Installs a package in the temporary folder and returns its path. */
function install(name: string, license: string, texts: Readonly<Record<string, string>> = {}): string {
  const path = join(folder, 'node_modules', name)
  const manifest = JSON.stringify({ name: name.split('node_modules/').at(-1), version: '1.2.3', license })
  for (const [file, text] of Object.entries({ 'package.json': manifest, ...texts })) {
    mkdirSync(dirname(join(path, file)), { recursive: true })
    writeFileSync(join(path, file), text)
  }
  return path
}

/** The metafile of a bundle of two files, each of which contains some bytes of `files`. */
function bundleOf(...files: readonly string[]): Metafile {
  const inputs = Object.fromEntries(files.map((file) => [file, { bytesInOutput: 10 }]))
  return { outputs: { 'a.js': { inputs }, 'b.js': { inputs } } }
}

/** The names of packages in a licence file, in groups that share a text. */
function groupsIn(text: string): string[][] {
  return [...text.matchAll(/^-{80}\n((?:.+ .+ \(.+\)\n)+)-{80}$/gm)].map(([, names = '']) =>
    names.trim().split('\n'),
  )
}

const a = install('a', 'MIT', { LICENSE: 'The text of a\r\nin two lines\n', 'lib/x.js': '' })
const b = install('@scope/b', 'ISC', { 'LICENCE.md': 'The text of b', 'NOTICE.txt': 'The notice of b' })

describe('the licences of a bundle', () => {
  it('are the texts and notices of each package in it, once', () => {
    const text = licensesOf(
      bundleOf('src/main.ts', join(a, 'lib/x.js'), join(a, 'y.js'), join(b, 'z.js')),
      '',
    )
    assert.deepEqual(groupsIn(text), [['@scope/b 1.2.3 (ISC)'], ['a 1.2.3 (MIT)']])
    assert.match(text, /The text of b\n\nThe notice of b\n/)
    assert.match(text, /The text of a\nin two lines\n/)
  })

  it('distinguish packages within packages', () => {
    const inner = install('a/node_modules/@scope/b', 'MIT', { LICENSE: 'The text of the inner b' })
    const text = licensesOf(bundleOf(join(b, 'z.js'), join(inner, 'z.js')), '')
    assert.deepEqual(groupsIn(text), [['@scope/b 1.2.3 (ISC)'], ['@scope/b 1.2.3 (MIT)']])
  })

  it('omit packages that no file of the bundle contains', () => {
    const unused = { [join(a, 'x.js')]: { bytesInOutput: 0 } }
    assert.equal(licensesOf({ outputs: { 'a.js': { inputs: unused } } }, ''), '')
  })

  it('show a text that packages share once', () => {
    const c = install('c', 'MIT', { COPYING: 'The text of a\nin two lines' })
    const text = licensesOf(bundleOf(join(a, 'x.js'), join(c, 'x.js')), '')
    assert.deepEqual(groupsIn(text), [['a 1.2.3 (MIT)', 'c 1.2.3 (MIT)']])
  })

  it('use our copy of the Apache License, and of no other licence, if a package has none', () => {
    const apache = install('apache', 'Apache-2.0')
    const mit = install('mit', 'MIT', { 'license.js': 'no licence' })
    assert.match(
      licensesOf(bundleOf(join(apache, 'x.js')), 'The Apache License\n'),
      /\n\nThe Apache License\n$/,
    )
    assert.throws(
      () => licensesOf(bundleOf(join(mit, 'x.js')), 'The Apache License'),
      /^Error: mit 1\.2\.3 \(MIT\) has no licence text\.$/,
    )
  })
})
