import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { codeBlocksOf, PAGES } from './support/markdown.ts'

const SHELLS = ['sh', 'bash', 'shell']

const commands = PAGES.flatMap(codeBlocksOf).filter(({ language }) => SHELLS.includes(language))

/** The text of everything that runs commands of the documents. */
const tests = readdirSync('test', { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.(?:py|ts|sh)$/.test(name) && !name.startsWith('documents'))
  .map((name) => readFileSync(join('test', name), 'utf8'))
  .join('\n')

describe('the commands in documents', () => {
  for (const { where, marker = '' } of commands) {
    it(`are run by a test or say why not: ${where}`, () => {
      const [, name, reason] = /^(?:test: ([a-z-]+)|not run: (\S.{9,}))$/.exec(marker) ?? []
      assert.ok(
        name ?? reason,
        'Put <!-- test: NAME --> or <!-- not run: REASON --> into the line before the block.',
      )
      if (name !== undefined) assert.match(tests, new RegExp(`["']${name}["']`), `A test runs ${name}.`)
    })
  }

  it('have a unique name', () => {
    const names = commands.flatMap(({ marker }) => (marker?.startsWith('test: ') ? marker : []))
    assert.deepEqual(names, [...new Set(names)])
  })
})
