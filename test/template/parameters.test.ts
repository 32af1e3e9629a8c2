import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { DIMENSIONS } from '../../src/core/cloudtrail/dimensions.ts'
import { EVENT_TYPES } from '../../src/core/cloudtrail/event-type.ts'
import { BOUNDS, DEFAULTS, EXPECTED, readConfig } from '../../src/core/config.ts'
import { ConfigError } from '../../src/util/errors.ts'
import { type Parameter, readTemplate } from '../support/template.ts'

const template = readTemplate()
type Variable = keyof typeof DEFAULTS

/** `METRIC_NAMESPACE` for `MetricNamespace`. */
function variableOf(parameter: string): string {
  return parameter.replace(/(?<=[a-z])(?=[A-Z])/g, '_').toUpperCase()
}

/** The parameters that configure the function, with their variables. */
const configuration = (Object.keys(DEFAULTS) as Variable[]).map((variable) => {
  const found = Object.entries(template.Parameters).find(([name]) => variableOf(name) === variable)
  assert.ok(found, `no parameter for ${variable}`)
  const [name, parameter] = found
  return { variable, name, parameter }
})

/** Whether CloudFormation accepts the value. Its patterns must match the whole value. */
function takes(
  { AllowedPattern = '.*', AllowedValues, MaxLength = 4096 }: Parameter,
  value: string,
): boolean {
  if (AllowedValues !== undefined) return AllowedValues.map(String).includes(value)
  return value.length <= MaxLength && new RegExp(`^(?:${AllowedPattern})$`).test(value)
}

function starts(variable: Variable, value: string): boolean {
  try {
    readConfig({ [variable]: value })
    return true
  } catch (error) {
    assert.ok(error instanceof ConfigError)
    return false
  }
}

describe('parameters', () => {
  it('are all described, and say what they must be if a pattern holds them', () => {
    for (const [name, parameter] of Object.entries(template.Parameters)) {
      assert.match(parameter.Description, /^.{20,}\.$/s, name)
      assert.notEqual(parameter.Default, undefined, `${name} has a default`)
      if (parameter.AllowedPattern !== undefined)
        assert.match(parameter.ConstraintDescription ?? '', /^must be /, name)
      const isBounded =
        parameter.AllowedPattern ?? parameter.AllowedValues ?? parameter.MinValue ?? parameter.MaxLength
      assert.notEqual(isBounded, undefined, `${name} is bounded`)
      assert.ok(takes(parameter, String(parameter.Default)), `${name} takes its default`)
    }
  })

  it('are all grouped for the console', () => {
    const text = readFileSync('template.yaml', 'utf8')
    const groups = text.slice(text.indexOf('ParameterGroups'), text.indexOf('\nParameters:'))
    for (const name of Object.keys(template.Parameters)) assert.match(groups, new RegExp(`\\b${name}\\b`))
  })

  it('reach the environment of the function, and nothing else does', () => {
    const { Environment } = Object(template.Resources.ApiUsageFunction?.Properties)
    const expected = configuration.map(({ variable, name }) => [variable, { Ref: name }])
    assert.deepEqual(Environment.Variables, {
      ...Object.fromEntries(expected),
      // For reading, not for counting.
      TRAIL_BUCKET_ROLE_ARN: { Ref: 'TrailBucketRoleArn' },
    })
  })

  describe('that reach the environment of the function', () => {
    const { Variables } = Object(template.Resources.ApiUsageFunction?.Properties).Environment
    const all = Object.entries<{ readonly Ref: string }>(Variables).map(([variable, { Ref }]) => {
      const parameter = template.Parameters[Ref]
      assert.ok(parameter, variable)
      return { variable, parameter }
    })

    it('fit into its 4,096 bytes even if each is as long as it may be', () => {
      const longest = all.map(({ variable, parameter: { AllowedValues, MaxLength } }) => {
        const length = MaxLength ?? Math.max(...(AllowedValues ?? []).map((value) => String(value).length))
        assert.ok(Number.isInteger(length) && length > 0, `${variable} has a MaxLength or a list of values`)
        return [variable, 'x'.repeat(length)]
      })
      const bytes = Buffer.byteLength(JSON.stringify(Object.fromEntries(longest)))
      assert.ok(bytes <= 4096, `${bytes} bytes`)
    })

    it('take only ASCII, so that each character is a byte', () => {
      for (const { variable, parameter } of all) {
        for (const character of ['é', '√', '💰']) assert.ok(!takes(parameter, character), variable)
      }
    })
  })

  for (const { variable, name, parameter } of configuration) {
    describe(name, () => {
      it('has the default of the code', () => assert.equal(parameter.Default, DEFAULTS[variable]))

      it('is rejected in the same words', () => {
        // The template holds the age to what CloudWatch takes; local runs may lift it further.
        const expected = variable === 'MAX_AGE_HOURS' ? 'a whole number from 1 to 335' : EXPECTED[variable]
        assert.equal(parameter.ConstraintDescription, `must be ${expected}`)
      })

      it('takes nothing at deployment that would fail the start', () => {
        const parts = [
          'Service',
          'Operation',
          'Account',
          ',',
          ';',
          ' ',
          'ec2:*',
          '*',
          '?',
          ':',
          'AwsApiCall',
          'AwsConsoleSignIn',
        ]
        const value = fc.oneof(
          fc.string({ maxLength: 12 }),
          fc
            .array(fc.constantFrom(...parts, ...DIMENSIONS, ...EVENT_TYPES, 'aws/', 'AWS/', '1', '0', '.'))
            .map((all) => all.join('')),
          fc.integer({ min: -5, max: 200_000 }).map(String),
        )
        fc.assert(
          fc.property(value, (text) => {
            if (takes(parameter, text)) assert.ok(starts(variable, text), text)
          }),
          { numRuns: 2000 },
        )
      })
    })
  }

  const good: Partial<Record<Variable, readonly string[]>> = {
    METRIC_NAMESPACE: ['ApiUsage', 'AWSUsage', 'a/b', 'x'.repeat(255)],
    EXTRA_DIMENSION_SETS: [
      '',
      'Service',
      'Service,Account;Service,ErrorCode',
      'Account ; Principal, Agent',
      'Service;Service',
    ],
    COUNT_BY_ACCOUNT: ['true', 'false'],
    INCLUDE_OPERATIONS: ['*:*', '*', 'ec2:Describe*,sts:AssumeRole', 'ec2:*, s3:Get?bject'],
    EXCLUDE_OPERATIONS: ['', 'kms:Decrypt'],
    EVENT_TYPES: ['AwsApiCall', 'AwsApiCall, AwsConsoleSignIn', [...EVENT_TYPES].join()],
    RATE_LIMITS: [
      '',
      'ssm:GetParameter*=1000,ssm:PutParameter@eu-west-1=10/50',
      'ec2:Describe*@111122223333/us-gov-west-1=0.5/20 , kms:*@111122223333=1.25',
    ],
  }
  const bad: Partial<Record<Variable, readonly string[]>> = {
    METRIC_NAMESPACE: ['AWS/X', 'aws/x', 'a b', 'a:b', 'x'.repeat(256), 'a"'],
    EXTRA_DIMENSION_SETS: [
      'service',
      'Service,',
      ';',
      'Service,Service',
      'Service;Account,Region,Account',
      'Servce',
    ],
    COUNT_BY_ACCOUNT: ['TRUE', 'yes', '1', 'true,false'],
    INCLUDE_OPERATIONS: ['ec2', 'ec2:', 'ec2:a b', 'a:b,', 'ec2:(a+)+'],
    EXCLUDE_OPERATIONS: ['ec2', ','],
    EVENT_TYPES: ['AwsCloudTrailInsight', 'AwsAggregatedEvent', 'AwsApicall', 'AwsApiCall,'],
    RATE_LIMITS: [
      'ssm:Get*',
      'ssm=1',
      'ssm:Get*=0',
      'ssm:Get*=1/0',
      'ssm:Get*@x=1',
      'ssm:Get*@1=1',
      'ssm:Get*=1.',
      ',',
    ],
  }
  const wholeNumbers: readonly (readonly [name: string, least: number, most: number])[] = [
    ['TrailBucketExpirationDays', 0, 36_500],
    ['AlarmThreshold', 1, 999_999_999],
    ['ThrottleAlarmThreshold', 0, 999_999_999],
    ['RateLimitAlarmThreshold', 0, 1000],
    ['SilenceMinutes', 15, 1440],
    ['ReservedConcurrency', 0, 1000],
    ['BatchingWindowSeconds', 0, 120],
    ['ParallelizationFactor', 1, 10],
  ]
  for (const [name, least, most] of wholeNumbers) {
    it(`${name} takes whole numbers from ${least} to ${most}, each in one form`, () => {
      const parameter = template.Parameters[name]
      assert.ok(parameter)
      fc.assert(
        fc.property(fc.integer({ min: least, max: most }), (value) => takes(parameter, String(value))),
      )
      const none = [least - 1, most + 1, '1.5', '-1', '007', '1e2', '0.0', '00', '', 'x'].filter(
        (value) => value !== 0 || name !== 'SilenceMinutes',
      )
      for (const value of none) assert.ok(!takes(parameter, String(value)), `${value}`)
    })
  }

  it('for accounts, organizations, buckets and prefixes reject invalid values', () => {
    const cases: Record<string, readonly [good: readonly string[], bad: readonly string[]]> = {
      SenderAccountIds: [
        ['', '111122223333', '111122223333,222233334444', new Array(30).fill('111122223333').join()],
        ['1', '111122223333,', '111122223333, 222233334444', new Array(31).fill('111122223333').join()],
      ],
      SenderOrganizationId: [
        ['', 'o-a1b2c3d4e5'],
        ['o-short', 'a1b2c3d4e5', 'o-A1B2C3D4E5', 'r-ab12'],
      ],
      TrailBucketName: [
        ['', 'my-trail', 'aws-cloudtrail-logs-111122223333-0a1b2c3d'],
        ['arn:aws:s3:::my-trail', 'My-Trail', 's3://my-trail', '-x-', 'ab/c'],
      ],
      TrailBucketRoleArn: [
        ['', 'arn:aws:iam::444455556666:role/reader', 'arn:aws-us-gov:iam::444455556666:role/a/b'],
        ['reader', 'arn:aws:iam::444455556666:role/', 'arn:aws:iam::444455556666:role/*', '*'],
      ],
      TrailTopicArn: [
        ['', 'arn:aws:sns:eu-west-1:444455556666:aws-controltower-AllConfigNotifications'],
        [
          'trail',
          'arn:aws:sns:eu-west-1:444455556666:trail.fifo',
          'arn:aws:sqs:eu-west-1:444455556666:trail',
        ],
      ],
      TrailBucketPrefix: [
        ['', 'trail', 'a/b', 'o-a1b2c3d4e5/it_s.(here)-!', 'source=cloudtrail'],
        ['/a', 'a/', 'a//b', 'a*', 'a b', 'a?', '$x', "a'b", 'a\\b'],
      ],
    }
    for (const [name, [good, bad]] of Object.entries(cases)) {
      const parameter = template.Parameters[name]
      assert.ok(parameter)
      for (const value of good) assert.ok(takes(parameter, value), `${name} ${value}`)
      for (const value of bad) assert.ok(!takes(parameter, value), `${name} ${value}`)
    }
  })

  it('of alarms on an operation reject what would never match', () => {
    const refuses = (name: string, value: string) => {
      const parameter = template.Parameters[name]
      assert.ok(parameter)
      return !takes(parameter, value)
    }
    assert.ok(refuses('AlarmService', 'ssm.amazonaws.com') && refuses('AlarmService', 'ssm.amazonaws.com.cn'))
    assert.ok(refuses('AlarmOperation', 'ssm:PutParameter'))
    assert.ok(refuses('AlarmRegion', 'us-east') && !refuses('AlarmRegion', 'us-gov-west-1'))
  })

  for (const { variable, name, parameter } of configuration) {
    it(`${name}: deployment and start accept the same values`, () => {
      for (const value of good[variable] ?? [])
        assert.deepEqual([takes(parameter, value), starts(variable, value)], [true, true], value)
      for (const value of bad[variable] ?? [])
        assert.deepEqual([takes(parameter, value), starts(variable, value)], [false, false], value)
    })
  }

  for (const [variable, [least, most]] of Object.entries(BOUNDS)) {
    it(`${variable} has the bounds of the code`, () => {
      const parameter = configuration.find((one) => one.variable === variable)?.parameter
      assert.ok(parameter)
      const last = variable === 'MAX_AGE_HOURS' ? 335 : most
      for (const value of [least, last, Math.floor((least + last) / 2)])
        assert.ok(takes(parameter, String(value)), `${value}`)
      for (const value of [least - 1, last + 1, last * 10, '1.5', '-1', '1e2', 'x', '']) {
        assert.ok(!takes(parameter, String(value)), `${value}`)
      }
    })
  }
})
