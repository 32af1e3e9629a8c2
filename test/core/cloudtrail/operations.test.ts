import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { OPERATION_PATTERN, operationFilter, operationName } from '../../../src/core/cloudtrail/operations.ts'

describe('operationName', () => {
  it('leaves out the date of the API version, and a revision after it', () => {
    for (const [eventName, operation] of [
      ['ListFunctions20150331', 'ListFunctions'],
      ['GetFunction20150331v2', 'GetFunction'],
      ['UpdateFunctionCode20150331v2', 'UpdateFunctionCode'],
      ['CreateDistribution2020_05_31', 'CreateDistribution'],
      ['GetDistributionConfig_2014_10_21', 'GetDistributionConfig'],
      ['ListThings2020-05-31', 'ListThings'],
      ['GetFunction20150331v2 ', 'GetFunction'],
    ] as const) {
      assert.equal(operationName(eventName), operation)
    }
  })

  it('leaves other digits in place', () => {
    for (const eventName of [
      'ListObjectsV2',
      'CreateDBInstance20201350',
      'Backup20200132x',
      'Test20150331v1234',
      'List20150331Functions',
      'Get12015033',
      '20150331',
      'Mixed2020_0531',
    ]) {
      assert.equal(operationName(eventName), eventName)
    }
  })
})

describe('operationFilter', () => {
  it('counts everything by default', () => {
    const isCounted = operationFilter(['*:*'], [])
    assert.ok(isCounted('ec2', 'DescribeInstances'))
    assert.ok(isCounted('(none)', 'x\ny'))
  })

  it('counts operations that one of the patterns includes', () => {
    const isCounted = operationFilter(['ec2:Describe*', 'sts:AssumeRole'], [])
    assert.ok(isCounted('ec2', 'DescribeInstances'))
    assert.ok(isCounted('sts', 'AssumeRole'))
    assert.ok(!isCounted('ec2', 'RunInstances'))
    assert.ok(!isCounted('sts', 'AssumeRoleWithSAML'))
    assert.ok(!isCounted('xec2', 'DescribeInstances'))
  })

  it('excludes operations that one of the patterns excludes', () => {
    const isCounted = operationFilter(['*:*'], ['kms:Decrypt', 'logs:*'])
    assert.ok(isCounted('kms', 'Encrypt'))
    assert.ok(!isCounted('kms', 'Decrypt'))
    assert.ok(!isCounted('logs', 'PutLogEvents'))
  })

  it('ignores case', () => {
    assert.ok(operationFilter(['EC2:describe*'], [])('ec2', 'DescribeInstances'))
  })

  it('matches one character with ? and a dot with a dot', () => {
    const isCounted = operationFilter(['s3:Get?ucketAcl', 'a.b:*'], [])
    assert.ok(isCounted('s3', 'GetBucketAcl'))
    assert.ok(!isCounted('s3', 'GetBBucketAcl'))
    assert.ok(isCounted('a.b', 'X'))
    assert.ok(!isCounted('axb', 'X'))
  })

  it('returns the same answer again, for more operations than it remembers', () => {
    const isCounted = operationFilter(['*:Op1*'], [])
    for (let round = 0; round < 2; round++) {
      for (let i = 0; i < 6000; i++) assert.equal(isCounted('s', `Op${i}`), `${i}`.startsWith('1'))
    }
  })

  it('matches the same as a regular expression', () => {
    const text = (characters: string) =>
      fc.string({ unit: fc.constantFrom(...characters), minLength: 1, maxLength: 8 })
    fc.assert(
      fc.property(text('ab*?'), text('abA'), (pattern, operation) => {
        const source = pattern.replace(/\*+/g, '.*').replaceAll('?', '.')
        assert.equal(
          operationFilter([`s:${pattern}`], [])('s', operation),
          new RegExp(`^${source}$`, 'i').test(operation),
        )
      }),
      { numRuns: 1000 },
    )
  })

  it('is quick for a pattern of many stars', () => {
    assert.ok(!operationFilter([`*:${'**a'.repeat(8)}b`], [])('s', 'a'.repeat(60)))
  })
})

describe('OPERATION_PATTERN', () => {
  for (const pattern of [
    '*',
    '*:*',
    'ec2:Describe*',
    'sts:AssumeRole',
    's3:Get?bject',
    'execute-api:*',
    'a.b:C_d',
  ]) {
    it(`takes ${pattern}`, () => assert.match(pattern, OPERATION_PATTERN))
  }
  for (const pattern of [
    '',
    'ec2',
    'ec2:',
    ':Describe*',
    'ec2:Describe Instances',
    'a:b:c',
    'ec2:[A-Z]',
    '(a+)+:b',
  ]) {
    it(`rejects ${JSON.stringify(pattern)}`, () => assert.doesNotMatch(pattern, OPERATION_PATTERN))
  }
})
