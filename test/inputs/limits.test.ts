import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { createBucketFinder } from '../../src/core/rate-limits/buckets.ts'
import { LIMIT_FILES } from '../../src/core/rate-limits/limit-files.ts'
import { type GivenLimits, readLimits } from '../../src/inputs/limits.ts'
import { type CallMembers, callAt, quota, REGION } from '../support/limits.ts'
import { ACCOUNT, type Json } from '../support/records.ts'

function read(...contents: readonly unknown[]): GivenLimits {
  const files = contents.map((content, i) => ({ name: `${i}.json`, text: JSON.stringify(content) }))
  return readLimits(files, LIMIT_FILES)
}

function readQuotas(...quotas: readonly Json[]): GivenLimits {
  return read({ Quotas: quotas })
}

/** The values of the buckets of a call under limits that are given: refill and size. */
function values({ table, overrides }: GivenLimits, members: CallMembers): unknown[] {
  const { dimensions, limitConditions } = callAt(0, members)
  const buckets = createBucketFinder(() => table, overrides)(dimensions, limitConditions)
  return buckets.map(({ refillPerSecond, bucketSize }) => [refillPerSecond, bucketSize])
}

const PUT = { service: 'ssm', operation: 'PutParameter' }
const RUN = { service: 'ec2', operation: 'RunInstances' }

describe('limits from Service Quotas', () => {
  it('hold in the account and the Region of the quota', () => {
    const given = readQuotas(
      quota('ec2', 'RunInstances request bucket maximum capacity', 20),
      quota('ec2', 'RunInstances request bucket refill rate', 8),
    )
    assert.deepEqual(values(given, RUN), [[8, 20]])
    assert.deepEqual(values(given, { ...RUN, region: 'us-east-1' }), [[2, 5]])
    assert.deepEqual(values(given, { ...RUN, account: '444455556666' }), [[2, 5]])
    assert.deepEqual(given.overridden, [
      {
        service: 'ec2',
        operations: ['RunInstances'],
        documented: { refillPerSecond: 2, bucketSize: 5 },
        given: { refillPerSecond: 8, bucketSize: 20 },
        account: ACCOUNT,
        region: REGION,
        from: '0.json',
      },
    ])
  })

  it('hold in all accounts if they are defaults, and in all Regions if they are global', () => {
    const defaults = readQuotas(
      quota('monitoring', 'Rate of GetMetricData requests', 50, {
        QuotaArn: `arn:aws:servicequotas:${REGION}::monitoring/L-0123ABCD`,
      }),
    )
    const get = { service: 'monitoring', operation: 'GetMetricData' }
    assert.deepEqual(values(defaults, { ...get, account: '444455556666' }), [[50, undefined]])
    const global = readQuotas(
      quota('monitoring', 'Rate of GetMetricData requests', 50, { GlobalQuota: true }),
    )
    assert.deepEqual(values(global, { ...get, region: 'us-east-1' }), [[50, undefined]])
  })

  it('keep documented limits without a quota', () => {
    assert.deepEqual(values(readQuotas(quota('ec2', 'RunInstances request bucket refill rate', 8)), RUN), [
      [8, 5],
    ])
    const sized = readQuotas(quota('states', 'GetActivityTask throttle token bucket size', 9000))
    assert.deepEqual(values(sized, { service: 'states', operation: 'GetActivityTask' }), [[500, 9000]])
  })

  it('of unfiltered EC2 calls are a separate limit', () => {
    const given = readQuotas(
      quota('ec2', 'DescribeInstances request bucket refill rate', 40),
      quota('ec2', 'DescribeInstances unfiltered request bucket refill rate', 12),
    )
    const describeInstances = { service: 'ec2', operation: 'DescribeInstances' }
    assert.deepEqual(values(given, describeInstances), [[40, 100]])
    assert.deepEqual(values(given, { ...describeInstances, conditions: ['unfiltered'] }), [[12, 50]])
    assert.deepEqual(values(given, { ...describeInstances, conditions: ['ec2-console'] }), [[10, 100]])
  })

  it('of several operations change the bucket that they share, and no other', () => {
    const given = readQuotas(
      quota(
        'lambda',
        'Rate of control plane API requests (excludes invocation, GetFunction, and GetPolicy requests)',
        30,
      ),
      quota('ecs', 'Sustained rate of cluster read actions', 60),
      quota(
        'secretsmanager',
        'Combined rate of DeleteResourcePolicy, GetResourcePolicy, PutResourcePolicy, and ValidateResourcePolicy API requests',
        70,
      ),
    )
    assert.deepEqual(given.notUnderstood, [])
    const lambda = (operation: string) => values(given, { service: 'lambda', operation })
    assert.deepEqual(['ListFunctions', 'GetFunction', 'GetPolicy', 'Invoke'].map(lambda), [
      [[30, undefined]],
      [[100, undefined]],
      [[15, undefined]],
      [],
    ])
    assert.deepEqual(values(given, { service: 'ecs', operation: 'ListClusters' }), [[60, 50]])
    assert.deepEqual(values(given, { service: 'secretsmanager', operation: 'GetResourcePolicy' }), [
      [70, undefined],
    ])
    const keys = ['ListClusters', 'DescribeClusters'].map((operation) => {
      const { dimensions } = callAt(0, { service: 'ecs', operation })
      return createBucketFinder(() => given.table, given.overrides)(dimensions, [])[0]?.key
    })
    assert.equal(keys[0], keys[1])
  })

  it('may give the bucket as seconds of its refill', () => {
    const given = readQuotas(
      quota('athena', 'Replenishment rate of GetQueryResults API calls', 200),
      quota('athena', 'Burst multiplier quota for GetQueryResults API', 3),
    )
    assert.deepEqual(values(given, { service: 'athena', operation: 'GetQueryResults' }), [[200, 600]])
  })

  it('are calls a second, whatever the period of the quota', () => {
    const given = readQuotas(
      quota('monitoring', 'Rate of GetMetricData requests', 120, {
        Period: { PeriodValue: 1, PeriodUnit: 'MINUTE' },
      }),
      quota('monitoring', 'Rate of ListMetrics requests', 30, {
        Period: { PeriodValue: 1, PeriodUnit: 'SECOND' },
      }),
    )
    assert.deepEqual(values(given, { service: 'monitoring', operation: 'GetMetricData' }), [[2, undefined]])
    assert.deepEqual(values(given, { service: 'monitoring', operation: 'ListMetrics' }), [[30, undefined]])
  })

  it('give a limit to operations without a documented one', () => {
    const given = readQuotas(quota('acm-pca', 'Rate of IssueCertificate requests', 25))
    assert.deepEqual(values(given, { service: 'acm-pca', operation: 'IssueCertificate' }), [[25, undefined]])
    assert.deepEqual(given.overridden, [])
  })

  it("report quotas that look like a rate but aren't recognized, and skip all others", () => {
    const given = readQuotas(
      quota('ec2', 'Running On-Demand Standard (A, C, D, H, I, M, R, T, Z) instances', 640),
      quota('events', 'Invocations throttle limit in transactions per second', 4500),
      quota('secretsmanager', 'Combined rate of GetSecretValue and TagResource API requests', 1),
      quota('acm-pca', 'IssueCertificate request bucket maximum capacity', 5),
      quota('ec2', 'DescribeVpcs unfiltered request bucket refill rate', 5),
    )
    assert.deepEqual(given.overrides, [])
    assert.deepEqual(given.notUnderstood, [
      'Invocations throttle limit in transactions per second',
      'Combined rate of GetSecretValue and TagResource API requests',
      'IssueCertificate request bucket maximum capacity',
      'DescribeVpcs unfiltered request bucket refill rate',
    ])
  })
})

describe('limits from files', () => {
  it('come before the documented ones, with their source', () => {
    const given = read({
      service: 'ssm',
      limits: [
        { operations: ['GetParameter'], refillPerSecond: 10_000 },
        { operations: ['GetParameters', 'Put*'], refillPerSecond: 1000, source: 'https://example.com/ours' },
      ],
    })
    assert.deepEqual(values(given, { ...PUT, operation: 'GetParameter' }), [[10_000, undefined]])
    assert.deepEqual(values(given, { ...PUT, operation: 'GetParametersByPath' }), [[40, undefined]])
    assert.deepEqual(values(given, PUT), [[1000, undefined]])
    const ssm = given.table.find(({ service }) => service === 'ssm')
    const [first, second, ...documented] = ssm?.limits ?? []
    assert.deepEqual([first?.source, second?.source], ['0.json', 'https://example.com/ours'])
    assert.ok(documented.every(({ source }) => source?.startsWith('https://docs.aws.amazon.com/')))
    assert.deepEqual(
      given.overridden.map(({ operations, documented }) => [operations, documented.refillPerSecond]),
      [
        [['GetParameter'], 40],
        [['GetParameters'], 40],
        [['PutParameter'], 3],
      ],
    )
  })

  it('may be for services without documented limits, and several in one file', () => {
    const given = read([
      { service: 'iam', limits: [{ operations: ['Get*'], refillPerSecond: 20 }] },
      { Quotas: [quota('ec2', 'RunInstances request bucket refill rate', 8)] },
    ])
    assert.deepEqual(values(given, { service: 'iam', operation: 'GetRole' }), [[20, undefined]])
    assert.deepEqual(values(given, RUN), [[8, 5]])
  })

  it('count in the order of the files', () => {
    const limits = (refillPerSecond: number) => ({
      service: 'ssm',
      limits: [{ operations: ['PutParameter'], refillPerSecond }],
    })
    assert.deepEqual(values(read(limits(5), limits(6)), PUT), [[5, undefined]])
  })

  it('replace the limit of all operations together only with one of the same kind', () => {
    const total = { operations: ['*'], refillPerSecond: 99, shared: true, inAddition: true }
    const given = read({ service: 'route53', limits: [total] })
    assert.deepEqual(values(given, { service: 'route53', operation: 'ListHostedZones' }), [
      [99, undefined],
      [10, 50],
    ])
    assert.deepEqual(
      given.overridden.map(({ operations, documented }) => [operations, documented.bucketSize]),
      [[['*'], 50]],
    )
  })

  it('override a documented pattern for one operation', () => {
    const { overridden } = read({
      service: 'ec2',
      limits: [{ operations: ['DescribeVpcs'], refillPerSecond: 40 }],
    })
    assert.deepEqual(
      overridden.map(({ operations, documented }) => [operations, documented.refillPerSecond]),
      [
        [['DescribeVpcs'], 10],
        [['DescribeVpcs'], 20],
      ],
    )
  })

  it('are rejected with their name and the problem', () => {
    const refused = (text: string) => () => readLimits([{ name: 'mine.json', text }], LIMIT_FILES)
    assert.throws(refused('{'), /^Error: mine\.json: .*JSON/)
    const neither = 'mine.json: neither limits nor the output of `aws service-quotas list-service-quotas`'
    for (const text of ['1', '{}', '[[]]', '{"Quotas":{}}'])
      assert.throws(refused(text), { message: neither })
    assert.throws(refused('{"service":"ssm","limits":[{"operations":["Get"]}]}'), {
      message: 'mine.json: limits[0] refillPerSecond must be a positive number',
    })
    assert.throws(refused('{"Quotas":[1]}'), { message: 'mine.json: a quota must be a JSON object' })
    assert.throws(refused('{"Quotas":[{"QuotaName":"a"}]}'), {
      message: 'mine.json: a quota must have QuotaName, ServiceCode and Value',
    })
  })
})
