import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { type CorpusSet, NO_CORPUS, realRecords } from '../../support/corpus.ts'
import { limitCoverage, limitedCallOf } from '../../support/limit-coverage.ts'
import { environment, finder } from '../../support/limits.ts'
import { message } from '../../support/records.ts'

/** The highest utilization of each operation, from the highest to the lowest, delivered in batches of a size. */
function highest(set: CorpusSet, size: number): [operation: string, percent: number][] {
  const calls = realRecords(set).flatMap((text) => limitedCallOf(message(text)) ?? [])
  const { take } = environment()
  const percents = new Map<string, number>()
  for (let i = 0; i < calls.length; i += size) {
    for (const { bucket, percent } of take(calls.slice(i, i + size))) {
      const name = `${bucket.dimensions.Service}:${bucket.dimensions.Operation}`
      percents.set(name, Math.max(percent, percents.get(name) ?? 0))
    }
  }
  return [...percents].sort(([, a], [, b]) => b - a)
}

describe('the utilization of rate limits on real trails', { skip: NO_CORPUS }, () => {
  for (const size of [50, 500, 10_000]) {
    it(`is highest if calls were throttled, and low elsewhere, ${size} records a batch`, () => {
      const all = highest('invictus-aws_dataset', size)
      const throttled = all.slice(0, 3).map(([operation, percent]) => [operation, Math.round(percent)])
      assert.deepEqual(throttled, [
        ['ssm:DeleteParameter', 181],
        ['ssm:DescribeParameters', 167],
        ['ssm:PutParameter', 148],
      ])
      for (const [operation, percent] of all.slice(3)) assert.ok(percent < 40, `${operation}: ${percent}`)
    })
  }

  for (const set of ['umccr-cloudtrail-parquet', 'stratus-red-team'] as const) {
    it(`is low if nothing was throttled: ${set}`, () => {
      const all = highest(set, 500)
      assert.ok(all.length > 0)
      for (const [operation, percent] of all) assert.ok(percent < 40, `${operation}: ${percent}`)
    })
  }

  it('has a limit for most calls of a busy account', () => {
    const messages = realRecords('invictus-aws_dataset').map((text) => message(text))
    const { calls, limited, unlimited } = limitCoverage(messages, finder())
    assert.ok(calls > 2800 && limited / calls > 0.6, `${limited} of ${calls}`)
    assert.equal(limited + [...unlimited.values()].reduce((sum, count) => sum + count, 0), calls)
  })
})
