import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import type { FindBuckets } from '../../../src/core/rate-limits/buckets.ts'
import { documentedLimits } from '../../../src/core/rate-limits/documented-limits.ts'
import { sizeOf } from '../../../src/core/rate-limits/limit.ts'
import type { Utilization } from '../../../src/core/rate-limits/minute-maxima.ts'
import type { LimitedCall } from '../../../src/core/rate-limits/utilization.ts'
import { type CallMembers, callAt, environment, finder, maxima, REGION } from '../../support/limits.ts'
import { ACCOUNT } from '../../support/records.ts'

/** Operations with separate and shared buckets, of a Region and of an account, with several buckets and none. */
const members: fc.Arbitrary<CallMembers> = fc.record({
  service: fc.constant('ssm'),
  operation: fc.constantFrom('GetParameter', 'GetParameters', 'PutParameter', 'ListDocuments'),
  region: fc.constantFrom(REGION, REGION, 'us-east-1'),
  account: fc.constantFrom(ACCOUNT, ACCOUNT, '444455556666', '(none)'),
})
const others: fc.Arbitrary<CallMembers> = fc.constantFrom<CallMembers>(
  { service: 'route53', operation: 'CreateHostedZone' },
  { service: 'route53', operation: 'GetHostedZone', region: 'us-east-1' },
  { service: 'lambda', operation: 'GetPolicy' },
  { service: 'lambda', operation: 'ListFunctions' },
  { service: 'ec2', operation: 'DescribeInstances' },
  { service: 'ec2', operation: 'DescribeInstances', conditions: ['unfiltered'] },
  { service: 'ec2', operation: 'DescribeInstances', conditions: ['ec2-console'] },
)

/** Calls within half an hour, most of them close together. */
const someCalls = fc
  .array(
    fc.record({
      members: fc.oneof(members, others),
      second: fc.oneof(fc.nat({ max: 1799 }), fc.integer({ min: 600, max: 610 })),
      count: fc.nat({ max: 12 }),
    }),
    { minLength: 1, maxLength: 25 },
  )
  .map((bursts) =>
    bursts.flatMap(({ members, second, count }) =>
      Array.from({ length: count }, () => callAt(second, members)),
    ),
  )

const inBatches = someCalls.chain((calls) =>
  fc.record({
    calls: fc.constant(calls),
    delivered: fc.shuffledSubarray(calls, { minLength: calls.length }),
    cuts: fc.array(fc.nat({ max: 150 }), { maxLength: 6 }),
  }),
)

function split<T>(all: readonly T[], cuts: readonly number[]): T[][] {
  const ends = [...new Set([0, ...cuts.filter((cut) => cut < all.length), all.length])].sort((a, b) => a - b)
  return ends.slice(1).map((end, i) => all.slice(ends[i], end))
}

const MINUTE = 60_000

/** Tells an operation, a bucket of it and a minute from others. */
function nameOf({ bucket, minute }: Pick<Utilization, 'bucket' | 'minute'>): string {
  return `${bucket.key} ${bucket.operationKey} ${minute}`
}

const WINDOWS = [1, 2, 5, 10, 20, 60, 120, 300, 600, 1800]

/** The definition in the plainest way: for every call, over all calls of its bucket and every window. */
function reference(calls: readonly LimitedCall[], find: FindBuckets): Map<string, number> {
  const known = calls.filter(({ dimensions }) => dimensions.Account !== '(none)')
  const bucketsOf = ({ dimensions, limitConditions }: LimitedCall) => find(dimensions, limitConditions)
  const found: Utilization[] = known.flatMap((call) =>
    bucketsOf(call).map((bucket): Utilization => {
      const together = known.filter((other) => bucketsOf(other).some(({ key }) => key === bucket.key))
      const second = Math.floor(call.time / 1000)
      const percents = WINDOWS.map((window) => {
        const within = together.filter(({ time }) => {
          const other = Math.floor(time / 1000)
          return other > second - window && other <= second
        })
        return within.length < 5
          ? 0
          : (100 * within.length) / (sizeOf(bucket) + bucket.refillPerSecond * (window - 1))
      })
      const percent = Math.round(100 * Math.max(...percents)) / 100
      const minute = Math.floor(call.time / MINUTE) * MINUTE
      return { bucket, minute, percent, second, window: 0 }
    }),
  )
  return maxima(found.filter(({ percent }) => percent > 0))
}

describe('the utilization of rate limits', () => {
  it('is that of the definition, for every operation and minute', () => {
    const find = finder()
    fc.assert(
      fc.property(someCalls, (calls) => {
        assert.deepEqual(maxima(environment(find).take(calls)), reference(calls, find))
      }),
    )
  })

  it('has the same maximum however the calls are split and shuffled', () => {
    const find = finder()
    fc.assert(
      fc.property(inBatches, ({ calls, delivered, cuts }) => {
        const { take } = environment(find)
        const all = split(delivered, cuts).flatMap((batch) => take(batch))
        assert.deepEqual(maxima(all), maxima(environment(find).take(calls)))
      }),
      { numRuns: 300 },
    )
  })

  it('is repeated only for minutes that the calls of a batch are in or raise', () => {
    const find = finder()
    fc.assert(
      fc.property(inBatches, ({ delivered, cuts }) => {
        const { take } = environment(find)
        const highest = new Map<string, number>()
        for (const batch of split(delivered, cuts)) {
          const called = batch.flatMap(({ dimensions, limitConditions, time }) =>
            find(dimensions, limitConditions).map((bucket) => ({
              bucket,
              minute: Math.floor(time / MINUTE) * MINUTE,
            })),
          )
          const named = new Set(called.map(nameOf))
          for (const given of take(batch)) {
            const ofBucket = called.filter(({ bucket }) => bucket.key === given.bucket.key)
            const first = Math.min(...ofBucket.map(({ minute }) => minute))
            const name = nameOf(given)
            const before = highest.get(name) ?? 0
            assert.ok(given.minute >= first)
            assert.ok(given.minute === first || named.has(name) || given.percent > before, name)
            highest.set(name, Math.max(before, given.percent))
          }
        }
      }),
      { numRuns: 300 },
    )
  })

  it('never falls when there are more calls', () => {
    const find = finder()
    fc.assert(
      fc.property(someCalls, someCalls, (calls, more) => {
        const fewer = maxima(environment(find).take(calls))
        const all = maxima(environment(find).take([...calls, ...more]))
        for (const [key, percent] of fewer) assert.ok((all.get(key) ?? 0) >= percent, key)
      }),
    )
  })

  it('is as if a batch had never been where its lines could not be written', () => {
    const find = finder()
    fc.assert(
      fc.property(inBatches, someCalls, ({ delivered, cuts }, lost) => {
        const one = environment(find)
        const other = environment(find)
        for (const batch of split(delivered, cuts)) {
          one.fail(lost)
          assert.deepEqual(one.take(batch), other.take(batch))
        }
      }),
    )
  })

  it('is none for a single call and for a pair of calls of any operation', () => {
    for (const { service, limits } of documentedLimits()) {
      for (const operation of limits.flatMap(({ operations }) => operations)) {
        const { when } = limits.find(({ operations }) => operations.includes(operation)) ?? {}
        const conditions = when === undefined ? [] : [when]
        const call = callAt(0, { service, operation: operation.replace('*', 'Something'), conditions })
        assert.deepEqual(environment().take([call]), [])
        assert.deepEqual(environment().take([call, call]), [])
      }
    }
  })
})
