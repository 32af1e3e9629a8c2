import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Utilization } from '../../../src/core/rate-limits/minute-maxima.ts'
import { RecentCalls } from '../../../src/core/rate-limits/recent-calls.ts'
import { callAt, calls, environment, finder, maxima, REGION } from '../../support/limits.ts'
import { ACCOUNT, EVENT_MINUTE } from '../../support/records.ts'

/** Each operation with its Region, minute and percentage, in words. */
function shown(utilizations: Iterable<Utilization>): string[] {
  return [...maxima(utilizations)].map(
    ([name, percent]) => `${name.replace(`@${ACCOUNT}/`, ' ')}: ${percent} %`,
  )
}

describe('the utilization of a rate limit', () => {
  it('says when, over which window and of which bucket it was reached', () => {
    const [found] = environment().take([...calls(9, 61), ...calls(9, 62)])
    assert.deepEqual(found, {
      bucket: found?.bucket,
      minute: EVENT_MINUTE + 60_000,
      percent: 100,
      second: EVENT_MINUTE + 62_000,
      window: 2,
    })
    assert.deepEqual(found?.bucket.dimensions, {
      Service: 'ssm',
      Operation: 'PutParameter',
      Region: REGION,
      Account: ACCOUNT,
    })
    assert.equal(found?.bucket.refillPerSecond, 3)
  })

  it('is rounded to a hundredth', () => {
    const limits = [{ operations: ['*'], refillPerSecond: 1, bucketSize: 7 }]
    assert.deepEqual(shown(environment(finder(limits)).take(calls(5, 0))), [
      `ssm:PutParameter ${REGION} 0: 71.43 %`,
    ])
  })

  it('is left out below a percentage', () => {
    const { fail } = environment()
    const batch = [...calls(8, 0), ...calls(12, 0, { operation: 'DeleteParameter' })]
    assert.equal(fail(batch, 0).length, 2)
    assert.deepEqual(shown(fail(batch, 80)), [`ssm:DeleteParameter ${REGION} 0: 80 %`])
    assert.deepEqual(fail(batch, 80.01), [])
  })

  it('of a shared bucket is given to each operation in the seconds in which it called', () => {
    const batch = [
      ...calls(50, 0, { operation: 'GetParameter' }),
      ...calls(50, 0, { operation: 'GetParameters' }),
      ...calls(20, 60, { operation: 'GetParameter' }),
    ]
    assert.deepEqual(shown(environment().take(batch)), [
      `ssm:GetParameter ${REGION} 0: 50 %`,
      `ssm:GetParameter ${REGION} 1: 10 %`,
      `ssm:GetParameters ${REGION} 0: 50 %`,
    ])
  })

  it('counts the calls of all Regions against the limit of an account', () => {
    const limits = [{ operations: ['*'], refillPerSecond: 1, bucketSize: 10, scope: 'account' }] as const
    const batch = [
      ...calls(3, 0),
      ...calls(2, 0, { region: 'us-east-1' }),
      ...calls(9, 0, { account: '444455556666' }),
    ]
    assert.deepEqual(shown(environment(finder(limits)).take(batch)), [
      `ssm:PutParameter ${REGION} 0: 50 %`,
      'ssm:PutParameter us-east-1 0: 50 %',
      `ssm:PutParameter@444455556666/${REGION} 0: 90 %`,
    ])
  })

  it('is the highest of several buckets', () => {
    const limits = [
      { operations: ['PutParameter'], refillPerSecond: 1, bucketSize: 10 },
      { operations: ['*'], refillPerSecond: 1, bucketSize: 20, shared: true, inAddition: true },
    ]
    const { fail } = environment(finder(limits))
    const few = fail(calls(5, 0))
    assert.deepEqual(
      few.map(({ percent, bucket }) => [percent, bucket.bucketSize]),
      [[50, 10]],
    )
    const many = fail([...calls(5, 0), ...calls(10, 0, { operation: 'Other' })])
    assert.deepEqual(
      many.map(({ percent, bucket }) => [bucket.dimensions.Operation, percent, bucket.bucketSize]),
      [
        ['PutParameter', 75, 20],
        ['Other', 75, 20],
      ],
    )
  })

  it('puts the calls of an operation under several conditions into one bucket if its limit has none', () => {
    const ec2 = { service: 'ec2', operation: 'DescribeVpcs' }
    const batch = [...calls(25, 0, ec2), ...calls(25, 0, { ...ec2, conditions: ['unfiltered'] })]
    const { take } = environment()
    assert.deepEqual(shown(take(batch)), [`ec2:DescribeVpcs ${REGION} 0: 50 %`])
    assert.deepEqual(shown(take(batch)), [`ec2:DescribeVpcs ${REGION} 0: 100 %`])
  })

  it('counts the calls of batches before', () => {
    const { take } = environment()
    assert.deepEqual(shown(take(calls(6, 0))), [`ssm:PutParameter ${REGION} 0: 40 %`])
    assert.deepEqual(shown(take(calls(6, 0))), [`ssm:PutParameter ${REGION} 0: 80 %`])
    assert.deepEqual(shown(take(calls(6, 1))), [`ssm:PutParameter ${REGION} 0: 100 %`])
  })

  it('is given again for later minutes that late calls raise', () => {
    const { take } = environment()
    take([...calls(5, 120), ...calls(15, 600)])
    const given = shown(take(calls(15, 119)))
    assert.deepEqual(given, [`ssm:PutParameter ${REGION} 1: 100 %`, `ssm:PutParameter ${REGION} 2: 111.11 %`])
  })

  it('does not count calls that came more than 30 minutes before the newest of the bucket', () => {
    const { take } = environment()
    take([...calls(15, 0), ...calls(1, 1799)])
    assert.deepEqual(shown(take(calls(6, 0), 1)), [`ssm:PutParameter ${REGION} 0: 140 %`])
    take(calls(1, 1800))
    assert.deepEqual(shown(take(calls(6, 0), 1)), [`ssm:PutParameter ${REGION} 0: 40 %`])
  })

  it('is right over batches of hours, as long as the batch has the calls', () => {
    const { take } = environment()
    const hours = Array.from({ length: 6 * 3600 }, (_, second) => callAt(second))
    const percents = take(hours).map(({ percent }) => percent)
    assert.equal(percents.length, 360)
    assert.ok(percents.every((percent) => percent <= 34))
  })

  it('is none without an account or a Region', () => {
    const { take } = environment()
    assert.deepEqual(
      take([...calls(99, 0, { account: '(none)' }), ...calls(99, 0, { region: '(none)' })]),
      [],
    )
  })

  it('is lower, never higher, if the memory is full', () => {
    const { take } = environment(finder(), new RecentCalls(200))
    let highest = 0
    for (let second = 0; second < 600; second++) {
      for (const { percent } of take(calls(3, second))) highest = Math.max(highest, percent)
    }
    assert.ok(highest > 80 && highest <= 100)
  })
})
