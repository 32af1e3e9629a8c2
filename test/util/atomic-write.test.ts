import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import {
  closeSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, it } from 'node:test'
import { openAtomic, writeAtomic } from '../../src/util/atomic-write.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'atomic-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const path = (name: string) => join(folder, name)
const read = (name: string) => readFileSync(path(name), 'utf8')

describe('openAtomic', () => {
  it('leaves an older file untouched until the new one is kept', async () => {
    writeFileSync(path('out'), 'older')
    const file = await openAtomic(path('out'))
    file.write('newer')
    assert.equal(read('out'), 'older')
    await file.keep()
    await file.close()
    assert.deepEqual([readdirSync(folder), read('out')], [['out'], 'newer'])
  })

  it('leaves nothing behind when the file is closed without being kept', async () => {
    const file = await openAtomic(path('out'))
    file.write('half')
    await file.close()
    assert.deepEqual(readdirSync(folder), [])
  })

  it('writes into a pipe, and leaves it a pipe', async () => {
    execFileSync('mkfifo', [path('pipe')])
    // Opened for both, so that no end waits for the other.
    const reader = openSync(path('pipe'), 'r+')
    await writeAtomic(path('pipe'), 'text')
    const read = Buffer.alloc(10)
    assert.equal(read.toString('utf8', 0, readSync(reader, read)), 'text')
    closeSync(reader)
    assert.deepEqual([readdirSync(folder), statSync(path('pipe')).isFIFO()], [['pipe'], true])
  })

  it('keeps texts of any number and length, in their order', async () => {
    const texts = ['a', 'ü'.repeat(100_000), 'b', 'c'.repeat(70_000), 'd']
    const file = await openAtomic(path('out'))
    for (const text of texts) file.write(text)
    await file.keep()
    await file.close()
    assert.equal(read('out'), texts.join(''))
  })

  it('makes missing folders', async () => {
    await writeAtomic(path('a/b/out'), 'text')
    assert.equal(read('a/b/out'), 'text')
  })

  it('lets two writers of the same file finish, the last one to be kept winning', async () => {
    const [first, second] = [await openAtomic(path('out')), await openAtomic(path('out'))]
    first.write('first')
    second.write('second')
    for (const file of [first, second]) {
      await file.keep()
      await file.close()
    }
    assert.deepEqual([readdirSync(folder), read('out')], [['out'], 'second'])
  })

  it('keeps nothing and reports the error when the file cannot be written', async () => {
    await assert.rejects(writeAtomic(path('out'), 'text', 'missing/folder'), { code: 'ENOENT' })
    assert.deepEqual(readdirSync(folder), [])
  })
})

describe('the unfinished file', () => {
  for (const [what, target] of [
    ['a link to a file', 'victim'],
    ['a link to nothing', 'nothing'],
  ] as const) {
    it(`never is ${what} that someone put in its place`, async () => {
      writeFileSync(path('victim'), 'untouched')
      symlinkSync(path(target), path('out.known.partial'))
      await assert.rejects(writeAtomic(path('out'), 'text', 'known'), { code: 'EEXIST' })
      assert.deepEqual(readdirSync(folder).sort(), ['out.known.partial', 'victim'])
      assert.equal(read('victim'), 'untouched')
    })
  }

  it('never is a file that is there already', async () => {
    writeFileSync(path('out.known.partial'), "someone else's")
    await assert.rejects(writeAtomic(path('out'), 'text', 'known'), { code: 'EEXIST' })
    assert.equal(read('out.known.partial'), "someone else's")
  })

  it("has an unpredictable name, so that a link with the plain name doesn't matter", async () => {
    writeFileSync(path('victim'), 'untouched')
    symlinkSync(path('victim'), path('out.partial'))
    await writeAtomic(path('out'), 'text')
    assert.deepEqual([read('out'), read('victim')], ['text', 'untouched'])
    const [first, second] = [await openAtomic(path('x')), await openAtomic(path('x'))]
    const names = readdirSync(folder).filter((name) => /^x\..+\.partial$/.test(name))
    await Promise.all([first.close(), second.close()])
    assert.equal(names.length, 2)
  })
})
