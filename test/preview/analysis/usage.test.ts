import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { columnsOf, GROUPINGS, type Grouping, parseGrouping } from '../../../src/preview/analysis/grouping.ts'
import { totalOf, usageBy } from '../../../src/preview/analysis/usage.ts'
import { countedIn, fewRecords } from '../../support/counted.ts'

function groupingOf(text: string): Grouping {
  const grouping = parseGrouping(text)
  assert.ok(grouping, text)
  return grouping
}

const rowsOf = (by: string) => {
  const grouping = groupingOf(by)
  return usageBy(columnsOf(grouping), countedIn(fewRecords(), { grouping }))
}
const rows = (by: string) =>
  rowsOf(by).map(({ name, calls, peak, errors, throttles }) => [
    name.join(' '),
    calls,
    peak,
    errors,
    throttles,
  ])
const tops = (by: string) =>
  rowsOf(by).map(({ topCaller, topOperation }) => [topCaller?.name, topOperation?.name])

describe('usageBy', () => {
  it('lists operations with their top callers', () => {
    assert.deepEqual(rows('operation'), [
      ['ec2 DescribeInstances eu-west-1', 6, 4, 0, 0],
      ['ssm PutParameter eu-west-1', 3, 3, 3, 3],
      ['ec2 DescribeInstances us-east-1', 3, 1, 0, 0],
      ['iam GetRole eu-west-1', 1, 1, 1, 0],
    ])
    assert.deepEqual(tops('operation'), [
      ['role/scanner', undefined],
      ['role/deployer', undefined],
      ['role/scanner', undefined],
      ['111122223333:role/scanner', undefined],
    ])
  })

  it('lists services and Regions', () => {
    assert.deepEqual(rows('service'), [
      ['ec2', 9, 4, 0, 0],
      ['ssm', 3, 3, 3, 3],
      ['iam', 1, 1, 1, 0],
    ])
    assert.deepEqual(rows('region'), [
      ['eu-west-1', 10, 8, 4, 3],
      ['us-east-1', 3, 1, 0, 0],
    ])
  })

  it('lists principals with their top operations', () => {
    assert.deepEqual(rows('principal'), [
      ['role/scanner', 10, 5, 1, 1],
      ['role/deployer', 2, 2, 2, 2],
      ['111122223333:role/scanner', 1, 1, 1, 0],
    ])
    assert.deepEqual(tops('principal')[0], [undefined, 'ec2:DescribeInstances'])
  })

  it('lists accounts with both top callers and top operations', () => {
    assert.deepEqual(rows('account'), [
      ['111122223333', 12, 7, 3, 3],
      ['999999999999', 1, 1, 1, 0],
    ])
    assert.deepEqual(tops('account')[0], ['role/scanner', 'ec2:DescribeInstances'])
  })

  it('lists only failed calls by error', () => {
    assert.deepEqual(rows('error'), [
      ['ThrottlingException', 3, 3, 3, 3],
      ['AccessDenied', 1, 1, 1, 0],
    ])
  })

  it('lists pairs', () => {
    assert.deepEqual(
      rows('error,principal').map(([name, calls]) => [name, calls]),
      [
        ['ThrottlingException role/deployer', 2],
        ['AccessDenied 111122223333:role/scanner', 1],
        ['ThrottlingException role/scanner', 1],
      ],
    )
  })

  for (const by of GROUPINGS.flatMap((a) => GROUPINGS.map((b) => (a === b ? a : `${a},${b}`))))
    it(`counts every call once by ${by}`, () => {
      const all = rowsOf(by)
      const sum = (part: 'calls' | 'errors' | 'throttles') => all.reduce((total, row) => total + row[part], 0)
      assert.deepEqual([sum('calls'), sum('errors'), sum('throttles')], [by.includes('error') ? 4 : 13, 4, 3])
      for (const { name, peak, calls } of all) {
        assert.equal(name.length, columnsOf(groupingOf(by)).length)
        assert.ok(peak >= 1 && peak <= calls)
      }
    })
})

describe('totalOf', () => {
  it('has the numbers of all calls', () => {
    const { calls, errors, throttles, peak } = totalOf(countedIn(fewRecords()))
    assert.deepEqual({ calls, errors, throttles, peak }, { calls: 13, errors: 4, throttles: 3, peak: 8 })
  })

  it('can be empty', () => {
    assert.deepEqual(totalOf(countedIn([])), { calls: 0, errors: 0, throttles: 0, peak: 0, peakTime: 0 })
  })
})
