import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import {
  columnsOf,
  extraSetOf,
  GROUPINGS,
  type Grouping,
  parseGrouping,
  usageBy,
} from '../../../src/preview/analysis/usage.ts'
import { smallExtraction } from '../../support/extraction.ts'

function groupingOf(text: string): Grouping {
  const grouping = parseGrouping(text)
  assert.ok(grouping, text)
  return grouping
}

const rows = (by: string, env = {}) =>
  usageBy(groupingOf(by), smallExtraction(env)).map(({ name, calls, peak, errors, throttles, top }) => [
    name.join(' '),
    calls,
    peak,
    errors,
    throttles,
    top?.name,
  ])

describe('usageBy', () => {
  it('lists operations', () => {
    assert.deepEqual(
      rows('operation'),
      [
        ['ec2 DescribeInstances eu-west-1', 6, 4, 0, 0, 'role/scanner'],
        ['ec2 DescribeInstances us-east-1', 3, 1, 0, 0, 'role/scanner'],
        ['ssm PutParameter eu-west-1', 3, 3, 3, 3, 'role/deployer'],
        ['iam GetRole eu-west-1', 1, 1, 1, 0, '111122223333:role/scanner'],
      ].sort((a, b) => Number(b[1]) - Number(a[1]) || Number(b[2]) - Number(a[2])),
    )
  })

  it('lists services and Regions', () => {
    assert.deepEqual(rows('service'), [
      ['ec2', 9, 4, 0, 0, 'role/scanner'],
      ['ssm', 3, 3, 3, 3, 'role/deployer'],
      ['iam', 1, 1, 1, 0, '111122223333:role/scanner'],
    ])
    assert.deepEqual(
      rows('region').map(([name, calls]) => [name, calls]),
      [
        ['eu-west-1', 10],
        ['us-east-1', 3],
      ],
    )
  })

  it('lists principals with what they call most', () => {
    assert.deepEqual(rows('principal'), [
      ['role/scanner', 10, undefined, 1, 1, 'ec2:DescribeInstances'],
      ['role/deployer', 2, undefined, 2, 2, 'ssm:PutParameter'],
      ['111122223333:role/scanner', 1, undefined, 1, 0, 'iam:GetRole'],
    ])
  })

  it('lists errors with who meets them most', () => {
    assert.deepEqual(rows('error'), [
      ['ThrottlingException', 3, undefined, undefined, undefined, 'role/deployer'],
      ['AccessDenied', 1, undefined, undefined, undefined, '111122223333:role/scanner'],
    ])
  })

  it('lists pairs', () => {
    assert.deepEqual(rows('principal,account'), [
      ['role/deployer 111122223333', 2, undefined, 2, 2, 'ssm:PutParameter'],
      ['role/scanner 111122223333', 10, undefined, 1, 1, 'ec2:DescribeInstances'],
      ['111122223333:role/scanner 999999999999', 1, undefined, 1, 0, 'iam:GetRole'],
    ])
    assert.deepEqual(rows('service,principal').slice(0, 2), [
      ['ec2 role/scanner', 9, undefined, 0, 0, 'ec2:DescribeInstances'],
      ['ssm role/deployer', 2, undefined, 2, 2, 'ssm:PutParameter'],
    ])
    assert.deepEqual(
      rows('error,principal').map(([name, calls]) => [name, calls]),
      [
        ['ThrottlingException role/deployer', 2],
        ['AccessDenied 111122223333:role/scanner', 1],
        ['ThrottlingException role/scanner', 1],
      ],
    )
  })

  for (const by of GROUPINGS.flatMap((a) => GROUPINGS.filter((b) => b !== a).map((b) => `${a},${b}`)))
    it(`counts every call once by ${by}`, () => {
      const grouping = groupingOf(by)
      const set = extraSetOf(grouping)
      const all = usageBy(grouping, smallExtraction(set === undefined ? {} : { EXTRA_DIMENSION_SETS: set }))
      assert.equal(
        all.reduce((sum, { calls }) => sum + calls, 0),
        by.includes('error') ? 4 : 13,
      )
      for (const { name } of all) assert.equal(name.length, columnsOf(grouping).length)
    })

  it('needs a dimension set of its own only where none that is always emitted will do', () => {
    const sets = [
      'service',
      'region',
      'region,service',
      'operation',
      'service,operation',
      'account,principal',
      'account',
      'account,service',
    ]
    assert.deepEqual(
      sets.map((by) => extraSetOf(groupingOf(by))),
      [undefined, undefined, undefined, undefined, undefined, undefined, 'Account', 'Account,Service'],
    )
  })

  it('finds a dimension set that the user gave in another order', () => {
    assert.equal(rows('account,service', { EXTRA_DIMENSION_SETS: 'Service,Account' }).length, 3)
  })

  it('lists accounts with what is called most in them, where there is a set of them', () => {
    assert.deepEqual(rows('account'), [])
    assert.deepEqual(
      rows('account', { EXTRA_DIMENSION_SETS: 'Account' }).map(([name, calls, , errors]) => [
        name,
        calls,
        errors,
      ]),
      [
        ['111122223333', 12, 3],
        ['999999999999', 1, 1],
      ],
    )
    const [first] = usageBy(['account'], smallExtraction({ EXTRA_DIMENSION_SETS: 'Account' }))
    assert.deepEqual(first?.topOperation, { name: 'ec2:DescribeInstances', calls: 9 })
  })
})

describe('parseGrouping', () => {
  it('takes one or two different parts', () => {
    assert.deepEqual(parseGrouping('account'), ['account'])
    assert.deepEqual(parseGrouping(' account , principal '), ['account', 'principal'])
    for (const text of ['', 'x', 'account,', 'account,account', 'account,principal,region', 'Account'])
      assert.equal(parseGrouping(text), undefined, text)
  })
})
