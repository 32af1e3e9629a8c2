import assert from 'node:assert/strict'
import { linkSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { devNull, tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import { givenPath, refuseNoFolder, refuseOverwriting, shownPath, typedName } from '../../src/cli/paths.ts'

const folder = mkdtempSync(join(tmpdir(), 'paths-'))
after(() => rmSync(folder, { recursive: true }))
const path = (name: string) => join(folder, name)

describe('givenPath', () => {
  it('rejects an empty path', () => assert.throws(() => givenPath(''), /given an empty text/))

  it('is shown as it was given', () => assert.equal(shownPath(givenPath('a/b')), 'a/b'))
})

describe('typedName', () => {
  const whole = givenPath('x/trail')
  for (const [what, typed, name, shown] of [
    ['a path', 'x/../x/trail', whole, 'x/../x/trail'],
    ['a file in a folder', './x', `${whole}/a.json`, 'x/trail/a.json'],
    ['a file in an absolute folder', whole, `${whole}/a.json`, `${whole}/a.json`],
    ['a file in the folder of the call', '.', `${whole}/a.json`, 'x/trail/a.json'],
    ['a file above it', '../up', givenPath('../up/a.json'), '../up/a.json'],
    ['a file in no folder that was typed', 'y', `${whole}/a.json`, 'x/trail/a.json'],
    ['a folder whose name begins like another', 'x/tr', whole, 'x/trail'],
    ['a URI', 'x', 's3://bucket/a.json', 's3://bucket/a.json'],
  ] as const)
    it(`is as one types it for ${what}`, () => assert.equal(typedName(name, [typed]), shown))

  it('has nothing that a terminal obeys', () => {
    const typed = 'x/\u001b[2J'
    assert.equal(typedName(givenPath(typed), [typed]), 'x/?[2J')
  })
})

describe('refuseNoFolder', () => {
  it('lets a folder be one that is there or a new one, and refuses a file by the name that was typed', () => {
    writeFileSync(path('file'), '')
    refuseNoFolder(folder, 'x')
    refuseNoFolder(path('missing'), 'x')
    assert.throws(
      () => refuseNoFolder(path('file'), './file'),
      /^Error: \.\/file is a file: expected a folder/,
    )
  })
})

describe('refuseOverwriting', () => {
  writeFileSync(path('input'), '')
  symlinkSync(path('input'), path('link'))
  linkSync(path('input'), path('hard-link'))
  mkdirSync(path('folder'))
  symlinkSync(path('folder'), path('folder-link'))

  it('accepts new files, and files that are neither inputs nor other outputs', () => {
    writeFileSync(path('older'), '')
    refuseOverwriting([path('new'), path('older')], [path('input')])
  })

  it('accepts a device for several outputs', () => refuseOverwriting([devNull, devNull], [path('input')]))

  for (const [what, outputs, reason] of [
    ['an input', ['input'], /input is also an input/],
    ['an input behind a link', ['link'], /link is also an input/],
    ['an input under another name', ['hard-link'], /hard-link is also an input/],
    ['another output', ['new', 'new'], /new is also an input or another output/],
    ['another output behind a link', ['folder/new', 'folder-link/new'], /folder-link.new is also/],
    ['a folder', ['folder'], /folder is a folder/],
  ] as const) {
    it(`refuses ${what}`, () =>
      assert.throws(() => refuseOverwriting(outputs.map(path), [path('input')]), reason))
  }
})
