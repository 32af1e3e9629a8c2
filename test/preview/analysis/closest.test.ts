import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { OTHER } from '../../../src/core/dimension-value.ts'
import { closestOperations, withLimits } from '../../../src/preview/analysis/closest.ts'
import type { OperationLimit } from '../../../src/preview/analysis/limits.ts'

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
const caller = (account: string, principal: string, calls: number) => ({
  ...NAME,
  account,
  principal,
  calls,
  agent: 'x',
  agents: 1,
  throttles: 0,
})

describe('closestOperations', () => {
  it('leaves out operations without a utilization', () => {
    assert.deepEqual(
      closestOperations([limit('1', 50), limit('2', undefined)], []).map(({ account }) => account),
      ['1'],
    )
  })

  it('has the top caller of the account, who is never (other)', () => {
    const callers = [
      caller('1', OTHER, 9),
      caller('1', 'role/a', 2),
      caller('1', 'role/b', 3),
      caller('2', 'role/c', 8),
    ]
    const [first] = closestOperations([limit('1', 50)], callers)
    assert.deepEqual(first?.topCaller, { name: 'role/b', calls: 3 })
  })
})

describe('withLimits', () => {
  const COLUMNS = ['Service', 'Operation', 'Region']
  const row = { calls: 1, peak: 1, errors: 0, throttles: 0, top: undefined }

  it('gives an operation the limit of the account that is closest to its own', () => {
    const name = Object.values(NAME)
    const [one] = withLimits([{ ...row, name }], COLUMNS, [limit('2', 80), limit('1', 50)])
    assert.deepEqual([one?.limitPerSecond, one?.utilizationPercent], [2, 80])
  })

  it('knows none for other operations and Regions', () => {
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

  it('gives rows of one caller none, as the limit is for all callers together', () => {
    const rows = [{ ...row, name: ['role/a', ...Object.values(NAME)] }]
    const [one] = withLimits(rows, ['Principal', ...COLUMNS], [limit('1', 50)])
    assert.equal(one?.limitPerSecond, undefined)
  })
})
