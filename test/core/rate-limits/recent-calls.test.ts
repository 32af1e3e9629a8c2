import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { RecentCalls } from '../../../src/core/rate-limits/recent-calls.ts'
import type { OperationCalls } from '../../../src/core/rate-limits/second-calls.ts'
import { callAt } from '../../support/limits.ts'

const START = 1_790_000_000

/** Calls of an operation, one in each second counted from the start, that took from a bucket. */
function calls(key: string, operation: string, ...seconds: number[]): OperationCalls {
  const { dimensions } = callAt(0, { operation })
  const bucket = {
    key,
    dimensions,
    operationKey: operation,
    index: 0,
    override: undefined,
    refillPerSecond: 1,
  }
  return { bucket, seconds: seconds.map((second) => START + second), calls: seconds.map(() => 1) }
}

/** The seconds remembered of a bucket, counted from the start. */
function secondsOf(recent: RecentCalls, bucket: string): number[] {
  return (recent.get(bucket)?.all.seconds ?? []).map((second) => second - START)
}

describe('RecentCalls', () => {
  it('remembers the calls of each operation and of all together', () => {
    const recent = new RecentCalls()
    recent.remember(calls('bucket', 'A', 1, 3))
    recent.remember(calls('bucket', 'B', 3))
    recent.remember(calls('bucket', 'A', 2))
    const bucket = recent.get('bucket')
    assert.deepEqual(bucket?.all.calls, [1, 1, 2])
    assert.deepEqual(bucket?.operations?.get('A')?.calls, [1, 1, 1])
    assert.deepEqual(bucket?.operations?.get('B')?.seconds, [START + 3])
    assert.equal(bucket?.sum, 4)
  })

  it('keeps 30 minutes of a bucket, counted back from its newest call', () => {
    const recent = new RecentCalls()
    recent.remember(calls('quiet', 'A', 0))
    recent.remember(calls('bucket', 'A', 0, 1, 2))
    recent.remember(calls('bucket', 'B', 0))
    recent.remember(calls('bucket', 'A', 1800))
    assert.deepEqual(secondsOf(recent, 'bucket'), [1, 2, 1800])
    assert.deepEqual([...(recent.get('bucket')?.operations?.keys() ?? [])], ['A'])
    assert.equal(recent.get('bucket')?.sum, 3)
    assert.deepEqual(secondsOf(recent, 'quiet'), [0])
  })

  it('does not keep a call that is older than that', () => {
    const recent = new RecentCalls()
    recent.remember(calls('bucket', 'A', 1800))
    recent.remember(calls('bucket', 'A', 0))
    assert.deepEqual(secondsOf(recent, 'bucket'), [1800])
  })

  it('forgets the oldest seconds of all buckets first when it is full', () => {
    const recent = new RecentCalls(500)
    for (let second = 0; second < 300; second++) {
      for (const bucket of ['a', 'b', 'c']) recent.remember(calls(bucket, 'A', second))
    }
    for (const bucket of ['a', 'b', 'c']) {
      const seconds = secondsOf(recent, bucket)
      assert.ok(seconds.length > 50 && seconds.length < 300)
      assert.deepEqual(
        seconds,
        Array.from(seconds, (_, i) => 300 - seconds.length + i),
      )
    }
  })

  it('has a limited size, whatever the calls are', () => {
    const CAPACITY = 1000
    const ways: Record<string, (i: number) => OperationCalls> = {
      'ever new buckets': (i) => calls(`bucket ${i}`, 'A', i),
      'ever new operations of one bucket': (i) => calls('bucket', `A${i}`, i % 1800),
      'ever new seconds': (i) => calls(`bucket ${i % 2}`, 'A', i % 1800),
    }
    for (const [name, way] of Object.entries(ways)) {
      const recent = new RecentCalls(CAPACITY)
      const buckets = new Set<string>()
      for (let i = 0; i < 5000; i++) {
        const calls = way(i)
        buckets.add(calls.bucket.key)
        recent.remember(calls)
      }
      const known = [...buckets].flatMap((bucket) => recent.get(bucket) ?? [])
      const held = known.reduce(
        (sum, { all, operations }) => sum + all.seconds.length + (operations?.size ?? 0),
        0,
      )
      assert.ok(known.length > 0 && held <= CAPACITY, `${name}: ${held}`)
    }
  })

  it('forgets the oldest calls of a batch that is too large', () => {
    const recent = new RecentCalls(1000)
    recent.remember(calls('bucket', 'A', ...Array.from({ length: 1700 }, (_, i) => i)))
    const seconds = secondsOf(recent, 'bucket')
    assert.ok(seconds.length > 300)
    assert.equal(seconds.at(-1), 1699)
    assert.equal(seconds[0], 1700 - seconds.length)
  })
})
