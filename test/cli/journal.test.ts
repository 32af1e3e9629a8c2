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
  it('has the entries of the previous run', async () => {
    const first = await openJournal(path)
    await first.note('a', [])
    await first.note('b', [1, 2])
    await first.note('b', [2])
    // Not closed: a crash closes nothing.
    const next = await openJournal(path)
    assert.deepEqual([next.leftOf('a'), next.leftOf('b'), next.leftOf('c')], [[], [2], undefined])
    await Promise.all([first.close(), next.close()])
  })

  it('exists until all entries are forgotten', async () => {
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

  it('is not created without entries', async () => {
    await (await openJournal(path)).close()
    assert.equal(existsSync(path), false)
  })

  it('ignores an entry that a crash truncated', async () => {
    const first = await openJournal(path)
    await first.note('a', [])
    await first.note('b', [])
    await first.close()
    truncateSync(path, statSync(path).size - 3)
    const next = await openJournal(path)
    assert.deepEqual([next.leftOf('a'), next.leftOf('b')], [[], undefined])
    await next.close()
  })

  it("forgets entries that are older than AWS's retention", async () => {
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
