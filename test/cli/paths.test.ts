import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import { givenPath, printable, refuseOverwriting, shownPath } from '../../src/cli/paths.ts'

const folder = mkdtempSync(join(tmpdir(), 'paths-'))
after(() => rmSync(folder, { recursive: true }))
const path = (name: string) => join(folder, name)

describe('givenPath', () => {
  it('rejects an empty path', () => assert.throws(() => givenPath(''), /given an empty text/))

  it('is shown as it was given', () => assert.equal(shownPath(givenPath('a/b')), 'a/b'))
})

describe('printable', () => {
  it('removes only characters that control a terminal', () => {
    assert.equal(printable('a\u001b[2Jb\nc\u0085d'), 'a?[2Jb?c?d')
    assert.equal(printable('\u202eevil\u2066x\u200f'), '?evil?x?')
    assert.equal(printable('Zoë/日本/é 1'), 'Zoë/日本/é 1')
  })
})

describe('refuseOverwriting', () => {
  writeFileSync(path('input'), '')
  symlinkSync(path('input'), path('link'))
  mkdirSync(path('folder'))

  it('accepts new files, and files that are neither inputs nor other outputs', () => {
    writeFileSync(path('older'), '')
    refuseOverwriting([path('new'), path('older')], [path('input')])
  })

  for (const [what, outputs, reason] of [
    ['an input', ['input'], /input is also an input/],
    ['an input under another name', ['link'], /link is also an input/],
    ['another output', ['new', 'new'], /new is also an input or another output/],
    ['a folder', ['folder'], /folder is a folder/],
  ] as const) {
    it(`refuses ${what}`, () =>
      assert.throws(() => refuseOverwriting(outputs.map(path), [path('input')]), reason))
  }
})
