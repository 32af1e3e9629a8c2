import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { LimitedDimensions } from '../../../src/core/rate-limits/buckets.ts'
import type { RateLimit } from '../../../src/core/rate-limits/limit.ts'
import { parseOverrides } from '../../../src/core/rate-limits/overrides.ts'
import { type CallMembers, callAt, finder } from '../../support/limits.ts'

/** Finds the buckets of calls by limits of ssm and by overrides of the form of `RateLimits`. */
function buckets(limits: readonly RateLimit[] | undefined, overrides = '') {
  const parsed = parseOverrides(overrides)
  assert.deepEqual(parsed.problems, [])
  const find = finder(limits, parsed.overrides)
  return (members: CallMembers) => {
    const { dimensions, limitConditions } = callAt(0, members)
    return find(dimensions, limitConditions)
  }
}

const documented = buckets(undefined)

/** The values of the only bucket: refill, then size where there is one. */
function valuesOf(found: ReturnType<typeof documented>): number[] {
  assert.equal(found.length, 1)
  return found.flatMap(({ refillPerSecond, bucketSize }) =>
    bucketSize === undefined ? [refillPerSecond] : [refillPerSecond, bucketSize],
  )
}

function keysOf(found: ReturnType<typeof documented>): string[] {
  return found.map(({ key }) => key)
}

describe('the bucket that a call takes from', () => {
  it('is that of the first limit that applies', () => {
    const find = buckets([
      { operations: ['GetParameter'], refillPerSecond: 1 },
      { operations: ['Get*'], refillPerSecond: 2 },
      { operations: ['*', '!Put*', '!Delete'], refillPerSecond: 3 },
    ])
    const refill = (operation: string) => find({ operation }).map(({ refillPerSecond }) => refillPerSecond)
    const refills = ['GetParameter', 'GetParameters', 'List', 'PutParameter', 'Delete', 'DeleteAll'].map(
      refill,
    )
    assert.deepEqual(refills, [[1], [2], [3], [], [], [3]])
    assert.deepEqual(find({ service: 'ec2' }), [])
  })

  it('is one for each operation, or one for all if they share it', () => {
    const own = buckets([{ operations: ['Get*'], refillPerSecond: 1 }])
    const shared = buckets([{ operations: ['Get*'], refillPerSecond: 1, shared: true }])
    const [one, other] = [{ operation: 'GetParameter' }, { operation: 'GetParameters' }]
    assert.notDeepEqual(keysOf(own(one)), keysOf(own(other)))
    assert.deepEqual(keysOf(shared(one)), keysOf(shared(other)))
  })

  it('is one for each account, and for each Region unless the limit is of the account', () => {
    const regional = buckets([{ operations: ['*'], refillPerSecond: 1 }])
    const global = buckets([{ operations: ['*'], refillPerSecond: 1, scope: 'account' }])
    const elsewhere = { region: 'us-east-1' }
    assert.notDeepEqual(keysOf(regional({})), keysOf(regional(elsewhere)))
    assert.deepEqual(keysOf(global({})), keysOf(global(elsewhere)))
    assert.notDeepEqual(keysOf(global({})), keysOf(global({ account: '444455556666' })))
  })

  it('has the values of the Region if it has others', () => {
    const regions = [{ names: ['us-east-2', 'us-east-1'], refillPerSecond: 5 }]
    const find = buckets([{ operations: ['*'], refillPerSecond: 1, bucketSize: 9, regions }])
    assert.deepEqual(valuesOf(find({})), [1, 9])
    assert.deepEqual(valuesOf(find({ region: 'us-east-1' })), [5])
  })

  it('is another one under a condition', () => {
    const find = buckets([
      { operations: ['*'], refillPerSecond: 1, when: 'unfiltered' },
      { operations: ['*'], refillPerSecond: 2 },
    ])
    assert.deepEqual(valuesOf(find({ conditions: ['ec2-console', 'unfiltered'] })), [1])
    assert.deepEqual(valuesOf(find({ conditions: ['ec2-console'] })), [2])
    assert.notDeepEqual(keysOf(find({})), keysOf(find({ conditions: ['unfiltered'] })))
  })

  it('is none for calls that are exempt, also if another limit would apply', () => {
    const find = buckets([
      { operations: ['Get*'], refillPerSecond: 1, exempt: ['aws-service', 'other-account'] },
      { operations: ['*'], refillPerSecond: 2 },
    ])
    assert.deepEqual(find({ operation: 'GetParameter', conditions: ['aws-service'] }), [])
    assert.deepEqual(find({ operation: 'GetParameter', conditions: ['other-account'] }), [])
    assert.deepEqual(valuesOf(find({ conditions: ['aws-service'] })), [2])
  })

  it('comes with that of all operations together if there is one', () => {
    const find = buckets([
      { operations: ['PutParameter'], refillPerSecond: 1 },
      { operations: ['*'], refillPerSecond: 2, shared: true, inAddition: true },
    ])
    assert.deepEqual(
      find({}).map(({ refillPerSecond }) => refillPerSecond),
      [1, 2],
    )
    assert.deepEqual(keysOf(find({}))[1], keysOf(find({ operation: 'Other' }))[0])
  })

  it('is the same list for the same target, however many others come between', () => {
    const { dimensions } = callAt(0)
    const find = finder()
    const before = find(dimensions, [])
    assert.equal(find({ ...dimensions }, []), before)
    for (let i = 0; i < 12_000; i++) find({ ...dimensions, Operation: `Made${i}`, Account: `${i}` }, [])
    assert.deepEqual(find(dimensions, []), before)
    const long: LimitedDimensions = { ...dimensions, Service: 'ec2', Operation: 'x'.repeat(1000) }
    assert.equal(find(long, []).length, 1)
  })
})

describe('the documented limits', () => {
  it('distinguish the EC2 calls with separate buckets', () => {
    const ec2 = (operation: string, ...conditions: ('unfiltered' | 'ec2-console')[]) =>
      valuesOf(documented({ service: 'ec2', operation, conditions }))
    assert.deepEqual(ec2('DescribeVpcs'), [20, 100])
    assert.deepEqual(ec2('DescribeVpcs', 'unfiltered'), [20, 100])
    assert.deepEqual(ec2('DescribeVpcs', 'ec2-console'), [10, 100])
    assert.deepEqual(ec2('DescribeInstances'), [20, 100])
    assert.deepEqual(ec2('DescribeInstances', 'unfiltered'), [10, 50])
    assert.deepEqual(ec2('RunInstances', 'ec2-console'), [2, 5])
    assert.deepEqual(ec2('CreateVpc'), [5, 50])
  })

  it('know what shares a bucket', () => {
    const key = (service: string, operation: string) => keysOf(documented({ service, operation }))
    assert.deepEqual(key('ssm', 'GetParameter'), key('ssm', 'GetParametersByPath'))
    assert.notDeepEqual(key('ssm', 'GetParameter'), key('ssm', 'PutParameter'))
    assert.deepEqual(key('lambda', 'ListFunctions'), key('lambda', 'CreateFunction'))
    assert.notDeepEqual(key('lambda', 'ListFunctions'), key('lambda', 'GetFunction'))
    assert.deepEqual(key('lambda', 'Invoke'), [])
    assert.equal(key('route53', 'ListHostedZones').length, 2)
  })

  it('exclude STS calls by AWS services and from other accounts', () => {
    const sts = { service: 'sts', operation: 'AssumeRole' }
    assert.deepEqual(valuesOf(documented(sts)), [600])
    assert.deepEqual(documented({ ...sts, conditions: ['aws-service'] }), [])
    assert.deepEqual(documented({ ...sts, conditions: ['other-account'] }), [])
  })

  it('differ by Region', () => {
    const kms = (region: string) => valuesOf(documented({ service: 'kms', operation: 'Decrypt', region }))
    assert.deepEqual(kms('eu-west-1'), [100_000])
    assert.deepEqual(kms('eu-west-2'), [20_000])
    assert.deepEqual(kms('eu-west-3'), [10_000])
  })
})

describe('overrides', () => {
  const limits: readonly RateLimit[] = [
    { operations: ['GetParameter', 'GetParameters'], refillPerSecond: 40, shared: true },
    { operations: ['PutParameter'], refillPerSecond: 3, bucketSize: 10 },
    { operations: ['*'], refillPerSecond: 7, shared: true, inAddition: true },
  ]

  it('take the place of the documented values, in their account and Region', () => {
    const find = buckets(
      limits,
      'ssm:PutParameter=10,ssm:put*@us-east-1=20/100,ssm:PutParameter@444455556666=30',
    )
    const values = (members: CallMembers) => valuesOf(find(members).slice(0, 1))
    assert.deepEqual(values({}), [10])
    assert.deepEqual(values({ region: 'us-east-1' }), [20, 100])
    assert.deepEqual(values({ region: 'us-east-1', account: '444455556666' }), [30])
  })

  it('count in their order: the last one that matches', () => {
    assert.deepEqual(valuesOf(buckets(limits, 'ssm:*=1,ssm:PutParameter=2')({}).slice(0, 1)), [2])
    assert.deepEqual(valuesOf(buckets(limits, 'ssm:PutParameter=2,ssm:*=1')({}).slice(0, 1)), [1])
  })

  it('change a shared bucket if they are for all its operations', () => {
    const find = buckets(limits, 'ssm:GetParameter*=1000')
    const [one] = find({ operation: 'GetParameter' })
    const [other] = find({ operation: 'GetParameters' })
    assert.deepEqual(one?.key, other?.key)
    assert.equal(one?.refillPerSecond, 1000)
  })

  it('give an operation a separate bucket if they cover only some of those that share one', () => {
    const find = buckets(limits, 'ssm:GetParameters=1000')
    const [one] = find({ operation: 'GetParameter' })
    const [other] = find({ operation: 'GetParameters' })
    assert.notDeepEqual(one?.key, other?.key)
    assert.deepEqual([one?.refillPerSecond, other?.refillPerSecond], [40, 1000])
  })

  it('change the limit of all operations together only if they are for all', () => {
    const refills = (overrides: string) =>
      buckets(limits, overrides)({}).map(({ refillPerSecond }) => refillPerSecond)
    assert.deepEqual(refills('ssm:Put*=20'), [20, 7])
    assert.deepEqual(refills('ssm:*=20'), [20, 20])
  })

  it('give a limit to operations that have none', () => {
    const find = buckets(undefined, 'iam:Get*=20')
    assert.deepEqual(valuesOf(find({ service: 'iam', operation: 'GetRole' })), [20])
    assert.deepEqual(find({ service: 'iam', operation: 'CreateRole' }), [])
    const keys = ['GetRole', 'GetUser'].flatMap((operation) => keysOf(find({ service: 'iam', operation })))
    assert.equal(new Set(keys).size, 2)
  })

  it("don't create a limit for exempt calls", () => {
    const find = buckets(undefined, 'sts:*=10')
    assert.deepEqual(find({ service: 'sts', operation: 'AssumeRole', conditions: ['aws-service'] }), [])
  })

  it('change one limit alone if they say which', () => {
    const find = finder(limits, [{ pattern: 'ssm:*', index: 0, refillPerSecond: 1 }])
    const refills = (operation: string) =>
      find(callAt(0, { operation }).dimensions, []).map(({ refillPerSecond }) => refillPerSecond)
    assert.deepEqual(['GetParameter', 'GetParameters', 'PutParameter'].map(refills), [
      [1, 7],
      [1, 7],
      [3, 7],
    ])
    const keys = ['GetParameter', 'GetParameters'].map(
      (operation) => find(callAt(0, { operation }).dimensions, [])[0],
    )
    assert.equal(keys[0]?.key, keys[1]?.key)
  })
})
