import assert from 'node:assert/strict'
import { existsSync, mkdtempSync, rmSync, statSync, truncateSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, beforeEach, describe, it } from 'node:test'
import { openJournal } from '../../src/cli/journal.ts'

const DAY = 24 * 3_600_000
const folder = mkdtempSync(join(tmpdir(), 'journal-'))
after(() => rmSync(folder, { recursive: true }))
const path = join(folder, 'journal.jsonl')
beforeEach(() => rmSync(path, { force: true }))

describe('the journal of a run', () => {
  it('knows in the next run what was noted', async () => {
    const first = await openJournal(path)
    await first.note('a', [])
    await first.note('b', [1, 2])
    await first.note('b', [2])
    // Not closed: a crash closes nothing.
    const next = await openJournal(path)
    assert.deepEqual([next.leftOf('a'), next.leftOf('b'), next.leftOf('c')], [[], [2], undefined])
    await Promise.all([first.close(), next.close()])
  })

  it('is there until all is forgotten', async () => {
    const first = await openJournal(path)
    await first.note('a', [])
    await first.note('b', [])
    first.forget('a')
    await first.close()
    assert.ok(existsSync(path))
    const next = await openJournal(path)
    for (const id of ['a', 'b']) next.forget(id)
    await next.close()
    assert.equal(existsSync(path), false)
  })

  it('is not made where nothing is noted', async () => {
    await (await openJournal(path)).close()
    assert.equal(existsSync(path), false)
  })

  it('does not believe a note that a crash cut off', async () => {
    const first = await openJournal(path)
    await first.note('a', [])
    await first.note('b', [])
    await first.close()
    truncateSync(path, statSync(path).size - 3)
    const next = await openJournal(path)
    assert.deepEqual([next.leftOf('a'), next.leftOf('b')], [[], undefined])
    await next.close()
  })

  it('forgets what is older than anything that AWS keeps', async () => {
    const first = await openJournal(path, () => 0)
    await first.note('a', [])
    await first.close()
    const after14 = await openJournal(path, () => 14 * DAY)
    assert.deepEqual(after14.leftOf('a'), [])
    const after16 = await openJournal(path, () => 16 * DAY)
    assert.equal(after16.leftOf('a'), undefined)
    await Promise.all([after14.close(), after16.close()])
  })
})
