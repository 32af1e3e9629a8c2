import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { groupOutcomes, type Outcome } from '../../../src/operate/replay/outcome.ts'

const outcome = (members: Partial<Outcome>): Outcome => ({
  fate: 'waits',
  cause: 'Error: x',
  failedAt: 1,
  records: 1,
  expired: 0,
  ...members,
})

function grouped(...outcomes: readonly Partial<Outcome>[]) {
  const { add, groups } = groupOutcomes()
  for (const one of outcomes) add(outcome(one))
  return groups()
}

describe('the outcomes of a replay', () => {
  it('are grouped by cause and outcome, the most frequent first', () => {
    const groups = grouped(
      { cause: 'a' },
      { cause: 'b', failedAt: 5, records: 2, expired: 1 },
      { cause: 'b', failedAt: 3, records: 3, expired: 1 },
      { cause: 'b', fate: 'counted' },
    )
    assert.deepEqual(groups[0], {
      cause: 'b',
      fate: 'waits',
      count: 2,
      oldest: 3,
      newest: 5,
      records: 5,
      expired: 2,
    })
    assert.equal(groups.length, 3)
  })

  it('has the records that are known', () => {
    const [known] = grouped({ records: undefined }, { records: 2 }, { records: undefined })
    assert.equal(known?.records, 2)
    assert.equal(grouped({ records: undefined })[0]?.records, undefined)
  })

  it('is one cause for timeouts, which have an ID each', () => {
    const timeout = (id: number) => ({
      cause: `Sandbox.Timedout: RequestId: 00000000-0000-4000-8000-00000000000${id} Error: Task timed out after 60.00 seconds`,
    })
    const groups = grouped(timeout(1), timeout(2))
    assert.deepEqual(
      groups.map(({ cause }) => cause),
      ['Sandbox.Timedout: RequestId: ID Error: Task timed out after 60.00 seconds'],
    )
  })

  it('stays short, however many and long the causes are', () => {
    const causes = Array.from({ length: 1000 }, (_, i) => ({ cause: `${i}`.repeat(10_000) }))
    const groups = grouped(...causes)
    assert.ok(groups.length <= 55 && groups.every(({ cause }) => cause.length < 200))
    assert.equal(
      groups.reduce((sum, { count }) => sum + count, 0),
      1000,
    )
    assert.equal(groups[0]?.cause, 'Other causes')
  })
})
