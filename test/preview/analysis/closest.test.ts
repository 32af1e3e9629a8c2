import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { closestOperations, withLimits } from '../../../src/preview/analysis/closest.ts'
import type { OperationLimit } from '../../../src/preview/analysis/limits.ts'
import { countedIn } from '../../support/counted.ts'
import { assumedRole, records } from '../../support/records.ts'

const [ONE, TWO] = ['111122223333', '444455556666']

const limit = (account: string, percent: number | undefined): OperationLimit => ({
  service: 'ssm',
  operation: 'PutParameter',
  region: 'eu-west-1',
  account,
  limitPerSecond: Number(account),
  bucketSize: 15,
  bucketAssumed: true,
  source: 'x',
  peakPerSecond: 1,
  highest: percent === undefined ? undefined : { percent, time: 0, windowSeconds: 1 },
})

const NAME = { service: 'ssm', operation: 'PutParameter', region: 'eu-west-1' }
const calls = (account: string, role: string, count: number) =>
  records(count, (i) => ({
    eventID: `${account} ${role} ${i}`,
    eventSource: 'ssm.amazonaws.com',
    eventName: 'PutParameter',
    recipientAccountId: account,
    userIdentity: assumedRole(role, account),
  }))
const NOTHING = countedIn([])

describe('closestOperations', () => {
  it('omits operations without a utilization', () => {
    assert.deepEqual(
      closestOperations([limit(ONE, 50), limit(TWO, undefined)], NOTHING).map(({ account }) => account),
      [ONE],
    )
  })

  it('has the top caller of the account', () => {
    const counted = countedIn([...calls(ONE, 'a', 2), ...calls(ONE, 'b', 3), ...calls(TWO, 'c', 8)])
    const [first] = closestOperations([limit(ONE, 50)], counted)
    assert.deepEqual(first?.topCaller, { name: 'role/b', calls: 3 })
  })
})

describe('withLimits', () => {
  const COLUMNS = ['Service', 'Operation', 'Region']
  const row = {
    ...{ calls: 1, errors: 0, throttles: 0, peak: 1, peakTime: 0 },
    ...{ topCaller: undefined, topOperation: undefined },
  }

  it('gives an operation the limit of the account that came closest to it', () => {
    const name = Object.values(NAME)
    const [one] = withLimits([{ ...row, name }], COLUMNS, [limit('2', 80), limit('1', 50)])
    assert.deepEqual([one?.limitPerSecond, one?.utilizationPercent], [2, 80])
  })

  it('gives none to other operations and Regions', () => {
    const names = [
      ['ssm', 'PutParameter', 'us-east-1'],
      ['ssm', 'GetParameter', 'eu-west-1'],
    ]
    for (const one of withLimits(
      names.map((name) => ({ ...row, name })),
      COLUMNS,
      [limit('1', 50)],
    ))
      assert.equal(one.limitPerSecond, undefined)
  })

  it('gives an operation of an account the limit of that account', () => {
    const rows = ['1', '2'].map((account) => ({ ...row, name: [account, ...Object.values(NAME)] }))
    const limits = [limit('2', 80), limit('1', 50)]
    assert.deepEqual(
      withLimits(rows, ['Account', ...COLUMNS], limits).map((one) => one.utilizationPercent),
      [50, 80],
    )
  })

  it('gives none to rows of one caller, because all callers share the limit', () => {
    const rows = [{ ...row, name: ['role/a', ...Object.values(NAME)] }]
    const [one] = withLimits(rows, ['Principal', ...COLUMNS], [limit('1', 50)])
    assert.equal(one?.limitPerSecond, undefined)
  })
})
