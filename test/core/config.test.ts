import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { BOUNDS, DEFAULTS, readConfig } from '../../src/core/config.ts'
import { ConfigError } from '../../src/util/errors.ts'

const BASE = [
  { dimensions: ['Service', 'Operation', 'Region'], counts: 'calls' },
  { dimensions: ['Service', 'Region'], counts: 'calls' },
  { dimensions: ['Service', 'Region', 'Account'], counts: 'throttles' },
]

function problems(env: Record<string, string>): readonly string[] {
  try {
    readConfig(env)
  } catch (error) {
    assert.ok(error instanceof ConfigError)
    return error.problems
  }
  assert.fail(`took ${JSON.stringify(env)}`)
}

describe('readConfig', () => {
  it('has defaults for everything', () => {
    const { isCounted, ...config } = readConfig({})
    assert.deepEqual(config, {
      namespace: 'ApiUsage',
      dimensionSets: BASE,
      eventTypes: new Set(['AwsApiCall']),
      topCallers: 5,
      maxSeries: 1000,
      utilizationFrom: 50,
      rateLimits: [],
      maxAgeMs: 335 * 60 * 60 * 1000,
    })
    assert.ok(isCounted('any', 'Thing'))
  })

  it('treats a blank variable as missing, because a template sets all of them', () => {
    const blank = Object.fromEntries(Object.keys(DEFAULTS).map((name) => [name, ' ']))
    assert.deepEqual(JSON.stringify(readConfig(blank)), JSON.stringify(readConfig({})))
  })

  it('cannot be changed', () => assert.ok(Object.isFrozen(readConfig({}))))

  it('adds dimension sets to those that are always there', () => {
    const { dimensionSets } = readConfig({ EXTRA_DIMENSION_SETS: ' Service , Account;Service,ErrorCode ' })
    assert.deepEqual(dimensionSets, [
      ...BASE,
      { dimensions: ['Service', 'Account'], counts: 'calls' },
      { dimensions: ['Service', 'ErrorCode'], counts: 'failures' },
    ])
  })

  it('counts all calls by account if told to, once, also if a set of the same dimensions is given', () => {
    const byAccount = [...BASE.slice(0, 2), { dimensions: ['Service', 'Region', 'Account'], counts: 'calls' }]
    for (const EXTRA_DIMENSION_SETS of ['', 'Account,Service,Region'])
      assert.deepEqual(
        readConfig({ COUNT_BY_ACCOUNT: 'true', EXTRA_DIMENSION_SETS }).dimensionSets,
        byAccount,
      )
    assert.deepEqual(readConfig({ COUNT_BY_ACCOUNT: 'false' }).dimensionSets, BASE)
    assert.deepEqual(problems({ COUNT_BY_ACCOUNT: 'yes' }), [
      'COUNT_BY_ACCOUNT must be true or false, given "yes"',
    ])
  })

  it('emits a repeated set once, in any order, because it would count double', () => {
    const { dimensionSets } = readConfig({
      EXTRA_DIMENSION_SETS: 'Region,Service;Account;Account;Region,Operation,Service',
    })
    assert.deepEqual(dimensionSets, [...BASE, { dimensions: ['Account'], counts: 'calls' }])
  })

  it('counts all calls in the set of accounts if configured, and throttles only once', () => {
    const { dimensionSets } = readConfig({ EXTRA_DIMENSION_SETS: 'Account,Region,Service' })
    assert.deepEqual(dimensionSets, [
      ...BASE.slice(0, 2),
      { dimensions: ['Account', 'Region', 'Service'], counts: 'calls' },
    ])
  })

  it('accepts rate limits, and reports each invalid one', () => {
    const { rateLimits } = readConfig({
      RATE_LIMITS: 'ssm:GetParameter*=1000, ssm:PutParameter@eu-west-1=10/50',
    })
    assert.deepEqual(
      rateLimits.map(({ pattern, region, refillPerSecond, bucketSize }) => [
        pattern,
        region,
        refillPerSecond,
        bucketSize,
      ]),
      [
        ['ssm:GetParameter*', undefined, 1000, undefined],
        ['ssm:PutParameter', 'eu-west-1', 10, 50],
      ],
    )
    const [first, second] = problems({ RATE_LIMITS: 'ssm=1,ssm:Get*=x' })
    assert.match(
      first ?? '',
      /^RATE_LIMITS must be entries of the form service:Operation=RATE.*: "ssm=1" must have the form/,
    )
    assert.match(second ?? '', /: "ssm:Get\*=x" must have a rate of more than 0 calls per second/)
  })

  it('takes operation patterns', () => {
    const { isCounted } = readConfig({
      INCLUDE_OPERATIONS: 'ec2:*, sts:AssumeRole',
      EXCLUDE_OPERATIONS: 'ec2:Describe*',
    })
    assert.ok(isCounted('ec2', 'RunInstances'))
    assert.ok(isCounted('sts', 'AssumeRole'))
    assert.ok(!isCounted('ec2', 'DescribeInstances'))
    assert.ok(!isCounted('s3', 'GetObject'))
  })

  it('takes eventTypes', () => {
    const { eventTypes } = readConfig({ EVENT_TYPES: 'AwsApiCall, AwsConsoleSignIn' })
    assert.deepEqual(eventTypes, new Set(['AwsApiCall', 'AwsConsoleSignIn']))
  })

  for (const [name, [least, most]] of Object.entries(BOUNDS)) {
    it(`takes ${name} from ${least} to ${most}`, () => {
      for (const value of [least, most]) readConfig({ [name]: String(value) })
      for (const value of [least - 1, most + 1, '1.5', '1e3', 'many', '٣', '9'.repeat(400)]) {
        const [problem = ''] = problems({ [name]: String(value) })
        assert.equal(
          problem,
          `${name} must be a whole number from ${least} to ${most}, given ${JSON.stringify(String(value))}`,
        )
      }
    })
  }

  for (const namespace of ['AWS/EC2', 'aws/x', 'a b', 'a:b', 'ü', 'a"b', "a'b", 'x'.repeat(256)]) {
    it(`rejects the namespace ${namespace.slice(0, 20)}`, () => {
      assert.match(
        problems({ METRIC_NAMESPACE: namespace })[0] ?? '',
        /^METRIC_NAMESPACE must be 1 to 255 of/,
      )
    })
  }

  it('takes a namespace of 255 characters, and AWS without a slash', () => {
    for (const namespace of ['x'.repeat(255), 'AWSUsage', 'Team/Api_Usage.v2#1-a']) {
      assert.equal(readConfig({ METRIC_NAMESPACE: namespace }).namespace, namespace)
    }
  })

  for (const sets of [
    'Servce',
    'service',
    'Service,',
    ';',
    'Service;;Account',
    'Service,Service',
    '__proto__',
  ]) {
    it(`rejects the dimension sets ${sets}`, () => {
      assert.match(
        problems({ EXTRA_DIMENSION_SETS: sets })[0] ?? '',
        /^EXTRA_DIMENSION_SETS must be sets of the dimensions Service, /,
      )
    })
  }

  for (const type of [
    'AwsApicall',
    'AwsCloudTrailInsight',
    'AwsAggregatedEvent',
    'AwsApiCall,',
    'AwsApiCall;AwsServiceEvent',
  ]) {
    it(`rejects the eventTypes ${type}`, () => {
      assert.match(
        problems({ EVENT_TYPES: type })[0] ?? '',
        /^EVENT_TYPES must be one or more of AwsApiCall, /,
      )
    })
  }

  for (const name of ['INCLUDE_OPERATIONS', 'EXCLUDE_OPERATIONS']) {
    it(`rejects an invalid pattern in ${name}`, () => {
      for (const patterns of ['ec2', 'ec2:Describe*,', 'ec2:Describe* sts:*', 'ec2:(']) {
        assert.match(problems({ [name]: patterns })[0] ?? '', new RegExp(`^${name} must be patterns`))
      }
    })
  }

  it('lists every problem in one error', () => {
    const all = problems({
      METRIC_NAMESPACE: 'AWS/X',
      TOP_CALLERS: '21',
      EVENT_TYPES: 'a,b',
      EXTRA_DIMENSION_SETS: 'X;Y',
    })
    assert.equal(all.length, 6)
    assert.throws(
      () => readConfig({ METRIC_NAMESPACE: 'AWS/X', TOP_CALLERS: '21' }),
      /^ConfigError: Invalid configuration:\n- METRIC_NAMESPACE must .*\n- TOP_CALLERS must .*"21"$/,
    )
  })
})
