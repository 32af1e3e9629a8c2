import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { apiUsage } from './support/api-usage.ts'
import { codeBlocksOf, PAGES } from './support/markdown.ts'
import { readTemplate } from './support/template.ts'

const SHELLS = ['sh', 'bash']

/** The lines of all commands in the documentation, in blocks and in the text; what goes over several lines is joined. */
const lines = PAGES.flatMap((path) => [
  ...codeBlocksOf(path).flatMap(({ language, code }) => (SHELLS.includes(language) ? code : [])),
  ...spansOfCode(path),
])
  .flatMap((code) => code.replace(/\\\n\s*/g, '').split('\n'))
  .map((line) => line.trim())

/** How each command of the command line is called. */
const CALLS: Readonly<Record<string, RegExp>> = {
  preview: /(?:^|\| )(?:npm start(?: -s)? -- |api-usage preview )(.*)/,
  event: /^npm run event -- (.*)/,
  doctor: /^(?:npm run -s doctor -- |api-usage doctor )(.*)/,
  replay: /^api-usage replay (.*)/,
  backfill: /^api-usage backfill (.*)/,
}

describe('commands in the documentation', () => {
  it('deploy with parameters that the template has', () => {
    const deployments = lines.filter((line) => line.startsWith('sam deploy') && line.includes('='))
    assert.ok(deployments.length >= 10)
    const { Parameters } = readTemplate()
    for (const line of deployments)
      for (const [, name = ''] of line.matchAll(/[\s'](\w+)=/g))
        assert.ok(Object.hasOwn(Parameters, name), line)
  })

  for (const [name, call] of Object.entries(CALLS)) {
    it(`have options that the command line has: ${name}`, async () => {
      const { stdout } = await apiUsage([name, '--help'])
      const calls = lines.flatMap((line) => call.exec(line.split(' #')[0] ?? '')?.[1] ?? [])
      assert.notEqual(calls.length, 0)
      for (const line of calls)
        for (const [option] of line.matchAll(/(?<=^| )--[a-z][a-z-]*/g))
          assert.match(stdout, new RegExp(`${option}[ ,\\n]`), line)
    })
  }

  it('print what the README shows', async () => {
    const name = 'preview-sample'
    const readme = codeBlocksOf('README.md')
    assert.equal(readme.find(({ marker }) => marker === `test: ${name}`)?.code, 'npm ci && npm start')
    const shown = readme.find(({ marker }) => marker === `excerpt: ${name}`)?.code ?? ''
    assert.notEqual(shown, '')
    const folder = mkdtempSync(join(tmpdir(), 'api-usage-'))
    try {
      const outputs = ['--emf', join(folder, 'emf.jsonl'), '--html', join(folder, 'page.html')]
      // Without a terminal, at the default width.
      const { stdout } = await apiUsage(['preview', ...outputs], { COLUMNS: '' })
      const printed = stdout.split('\n').map((line) => line.trimEnd())
      for (const line of shown.split('\n')) if (line !== '...') assert.ok(printed.includes(line), line)
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
})

describe('the page on operations', () => {
  it('shows what doctor prints', () => {
    const shown =
      codeBlocksOf('docs/operations.md').find(({ marker }) => marker === 'excerpt: doctor')?.code ?? ''
    assert.notEqual(shown, '')
    const printed = readFileSync('test/golden/doctor.txt', 'utf8').split('\n')
    for (const line of shown.split('\n')) {
      const start = line.endsWith(' ...') ? line.slice(0, -'...'.length) : `${line}\n`
      assert.ok(
        printed.some((one) => `${one}\n`.startsWith(start)),
        line,
      )
    }
  })
})

describe('the page on the preview', () => {
  it('lists options that the preview has', async () => {
    const [, section = ''] = readFileSync('docs/preview.md', 'utf8').split('## Options\n')
    const { stdout } = await apiUsage(['preview', '--help'])
    const listed = section.split('\n## ')[0]?.match(/--[a-z][a-z-]*/g) ?? []
    assert.ok(listed.length >= 15)
    for (const option of listed.filter((one) => one !== '--help')) assert.ok(stdout.includes(option), option)
  })
})

/** The code within the text of a page. */
function spansOfCode(path: string): string[] {
  const text = readFileSync(path, 'utf8').replace(/^ *```.*?^ *```/gms, '')
  return [...text.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code)
}
