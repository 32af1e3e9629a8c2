import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { DIMENSIONS } from '../../src/cloudtrail/dimensions.ts'
import { BOUNDS, DEFAULTS, EVENT_TYPES, EXPECTED, readConfig } from '../../src/config.ts'
import { ConfigError } from '../../src/errors.ts'
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

/** Whether CloudFormation takes the value: its patterns stand for the whole. */
function takes({ AllowedPattern = '.*', MaxLength = 4096 }: Parameter, value: string): boolean {
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
  it('are all described, and say what they must be where a pattern holds them', () => {
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
    assert.deepEqual(Environment.Variables, Object.fromEntries(expected))
  })

  for (const { variable, name, parameter } of configuration) {
    describe(name, () => {
      it('has the default of the code', () => assert.equal(parameter.Default, DEFAULTS[variable]))

      it('is refused in the same words', () => {
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
    INCLUDE_OPERATIONS: ['*:*', '*', 'ec2:Describe*,sts:AssumeRole', 'ec2:*, s3:Get?bject'],
    EXCLUDE_OPERATIONS: ['', 'kms:Decrypt'],
    EVENT_TYPES: ['AwsApiCall', 'AwsApiCall, AwsConsoleSignIn', [...EVENT_TYPES].join()],
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
    INCLUDE_OPERATIONS: ['ec2', 'ec2:', 'ec2:a b', 'a:b,', 'ec2:(a+)+'],
    EXCLUDE_OPERATIONS: ['ec2', ','],
    EVENT_TYPES: ['AwsCloudTrailInsight', 'AwsAggregatedEvent', 'AwsApicall', 'AwsApiCall,'],
  }
  const wholeNumbers: readonly (readonly [name: string, least: number, most: number])[] = [
    ['TrailBucketExpirationDays', 0, 36_500],
    ['AlarmThreshold', 1, 999_999_999],
    ['ThrottleAlarmThreshold', 0, 999_999_999],
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

  it('that name accounts, organizations, buckets and prefixes refuse what is none', () => {
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

  it('of alarms on an operation refuse what would never match', () => {
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
    it(`${name}: deployment and start agree on what is good and what is not`, () => {
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
