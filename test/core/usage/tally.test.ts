import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { parseMessage } from '../../../src/core/cloudtrail/call.ts'
import { SeriesBudget } from '../../../src/core/usage/budget.ts'
import { type DimensionSet, OPERATION_SET, withExtraSets } from '../../../src/core/usage/dimension-sets.ts'
import { type Group, Tally } from '../../../src/core/usage/tally.ts'
import { ACCOUNT, at, EVENT_MINUTE, type Json, message, NOW, record } from '../../support/records.ts'

/** Groups of the given sets alone; without any, of those that are always counted. */
function tally(all: readonly Json[], sets: readonly DimensionSet[] = [], maxSeries = 1000) {
  const counted = tallyOf(sets, maxSeries)
  let folded = 0
  for (const members of all) {
    const call = parseMessage(message(record(members)))
    assert.equal(call.kind, 'call')
    if (call.kind === 'call' && counted.add(call).length > 0) folded++
  }
  return { groups: counted.groups(), folded }
}

function tallyOf(sets: readonly DimensionSet[], maxSeries: number): Tally {
  const all = withExtraSets(sets)
  const chosen = sets.length === 0 ? all : all.filter(({ dimensions }) => sets.includes(dimensions))
  return new Tally(chosen, new SeriesBudget(maxSeries).plan(NOW))
}

function shortly({ dimensions, seconds, errors, throttles, minute }: Group) {
  const calls = seconds.reduce((sum, second) => sum + second.calls, 0)
  return { ...dimensions, minute: (minute - EVENT_MINUTE) / 60_000, calls, errors, throttles }
}

describe('Tally', () => {
  it('counts every set on its own', () => {
    const { groups } = tally([{}, { eventName: 'RunInstances', errorCode: 'Client.RequestLimitExceeded' }])
    assert.deepEqual(groups.map(shortly), [
      {
        Service: 'ec2',
        Operation: 'DescribeInstances',
        Region: 'eu-west-1',
        minute: 0,
        calls: 1,
        errors: 0,
        throttles: 0,
      },
      {
        Service: 'ec2',
        Operation: 'RunInstances',
        Region: 'eu-west-1',
        minute: 0,
        calls: 1,
        errors: 1,
        throttles: 1,
      },
      { Service: 'ec2', Region: 'eu-west-1', minute: 0, calls: 2, errors: 1, throttles: 1 },
      {
        Service: 'ec2',
        Region: 'eu-west-1',
        Account: ACCOUNT,
        minute: 0,
        calls: 1,
        errors: 1,
        throttles: 1,
      },
    ])
  })

  it('counts only throttled calls in the set of accounts, unless the configuration asks for all', () => {
    const calls = [{}, { errorCode: 'AccessDenied' }]
    const accounts = (sets?: readonly DimensionSet[]) =>
      tally(calls, sets).groups.filter(({ dimensions }) => 'Account' in dimensions)
    assert.deepEqual(accounts(), [])
    assert.deepEqual(accounts([['Account', 'Service', 'Region']]).map(shortly), [
      { Account: ACCOUNT, Service: 'ec2', Region: 'eu-west-1', minute: 0, calls: 2, errors: 1, throttles: 0 },
    ])
  })

  it('counts the calls of each second of the minute of the eventTime', () => {
    const times = [0, 0, 0.9, 59, 60, 61, -1].map((seconds) => ({ eventTime: at(seconds) }))
    const { groups } = tally(times, [['Service']])
    assert.deepEqual(
      groups.map(({ minute, seconds }) => [
        (minute - EVENT_MINUTE) / 60_000,
        ...seconds.map(({ second, calls }) => [second, calls]),
      ]),
      [
        [0, [0, 3], [59, 1]],
        [1, [0, 1], [1, 1]],
        [-1, [59, 1]],
      ],
    )
  })

  it('counts in a set with ErrorCode only the calls that failed', () => {
    const { groups } = tally(
      [{}, { errorCode: 'AccessDenied' }, { errorCode: 'X' }],
      [['Service', 'ErrorCode']],
    )
    assert.deepEqual(groups.map(shortly), [
      { Service: 'ec2', ErrorCode: 'AccessDenied', minute: 0, calls: 1, errors: 1, throttles: 0 },
      { Service: 'ec2', ErrorCode: 'X', minute: 0, calls: 1, errors: 1, throttles: 0 },
    ])
  })

  it('keeps callers and failures only for Service,Operation,Region', () => {
    const { groups } = tally([{ errorCode: 'Throttling' }])
    assert.deepEqual(
      groups.map(({ details, dimensions }) => [Object.keys(dimensions).join(), details !== undefined]),
      [
        ['Service,Operation,Region', true],
        ['Service,Region', false],
        ['Service,Region,Account', false],
      ],
    )
  })

  it('folds series beyond the budget into (other), every call once', () => {
    const names = ['A', 'B', 'C', 'D', 'C'].map((eventName) => ({ eventName }))
    const { groups, folded } = tally(names, [OPERATION_SET], 2)
    assert.deepEqual(groups.map(shortly), [
      { Service: 'ec2', Operation: 'A', Region: 'eu-west-1', minute: 0, calls: 1, errors: 0, throttles: 0 },
      { Service: 'ec2', Operation: 'B', Region: 'eu-west-1', minute: 0, calls: 1, errors: 0, throttles: 0 },
      {
        Service: 'ec2',
        Operation: '(other)',
        Region: 'eu-west-1',
        minute: 0,
        calls: 3,
        errors: 0,
        throttles: 0,
      },
    ])
    assert.equal(folded, 3)
  })

  it('folds Operation, Principal, Agent, Account and ErrorCode, but not Service, Region and PrincipalType', () => {
    const all: DimensionSet = [
      'Service',
      'Operation',
      'Region',
      'Account',
      'Principal',
      'PrincipalType',
      'Agent',
      'ErrorCode',
    ]
    const { groups } = tally([{ errorCode: 'X', eventName: 'A' }, { errorCode: 'X' }], [all], 1)
    assert.deepEqual(groups[1]?.dimensions, {
      Service: 'ec2',
      Operation: '(other)',
      Region: 'eu-west-1',
      Account: '(other)',
      Principal: '(other)',
      PrincipalType: 'AssumedRole',
      Agent: '(other)',
      ErrorCode: '(other)',
    })
  })

  it('never folds a set of bounded dimensions', () => {
    const sources = ['a', 'b', 'c'].map((eventSource) => ({ eventSource }))
    const { groups, folded } = tally(sources, [['Service']], 1)
    assert.equal(groups.length, 3)
    assert.equal(folded, 0)
  })

  it('counts a call that is folded in several sets once', () => {
    const sets: DimensionSet[] = [['Operation'], ['Principal']]
    assert.equal(tally([{}, { eventName: 'B', userIdentity: {} }], sets, 1).folded, 1)
  })

  it('folds no series of a set because another set has too many', () => {
    const agents = Array.from({ length: 50 }, (_, i) => ({
      userAgent: `agent${String.fromCharCode(97 + i)}`,
    }))
    const { groups } = tally([...agents, { eventName: 'PutParameter' }], [OPERATION_SET, ['Agent']], 3)
    const operations = groups.filter(({ dimensions }) => 'Operation' in dimensions)
    assert.deepEqual(
      operations.map(({ dimensions, folded }) => [dimensions.Operation, folded]),
      [
        ['DescribeInstances', false],
        ['PutParameter', false],
      ],
    )
    assert.equal(groups.length - operations.length, 4)
  })
})
