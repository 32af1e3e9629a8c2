import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Grouping } from '../../../src/preview/analysis/grouping.ts'
import type { Sort } from '../../../src/preview/analysis/sort.ts'
import { countedIn, fewRecords } from '../../support/counted.ts'
import { busy, modelOf } from '../../support/report.ts'

describe('reportModel', () => {
  it('is plain data', () => {
    const model = modelOf(busy(200), {
      baseline: { counted: countedIn(busy(50, 'old')), leftOut: [], notRead: [] },
    })
    assert.deepEqual(structuredClone(model), model)
  })

  it('accounts for every record', () => {
    const { RecordsReceived, ...parts } = modelOf(['x', ...busy(10), ...busy(2)]).records
    assert.equal(RecordsReceived, 13)
    assert.equal(
      Object.values(parts).reduce((sum, part) => sum + part, 0),
      RecordsReceived,
    )
  })

  it('has a lag only if the file names have the time of delivery', () => {
    assert.deepEqual(modelOf(busy(100)).lag, { least: 201, most: 300 })
    assert.equal(modelOf(busy(100), { result: { knowsLag: false } }).lag, undefined)
  })

  it('has the counts over time if a page is written', () => {
    const timeline = (htmlPath: string | undefined) => modelOf(busy(100), { htmlPath }).timeline
    assert.equal(timeline(undefined), undefined)
    assert.deepEqual(
      timeline('x.html')?.calls.map(({ label, values }) => [
        label,
        values.reduce((sum, [, value]) => sum + value, 0),
      ]),
      [['ec2', 100]],
    )
    assert.equal(
      modelOf([], { htmlPath: 'x.html' }).timeline,
      undefined,
      'has no counts over time without calls',
    )
  })

  it('has the order of the user, or else by calls, or by throttles for accounts', () => {
    const names = (...[sort, grouping = ['operation']]: [Sort?, Grouping?]) =>
      modelOf(fewRecords(), { sort, grouping }).usage.map(({ name }) => name.join(' '))
    assert.equal(names()[0], 'ec2 DescribeInstances eu-west-1')
    assert.equal(names('throttles')[0], 'ssm PutParameter eu-west-1')
    assert.equal(names(undefined, ['account', 'principal'])[0], '111122223333 role/deployer')
    assert.equal(names('calls', ['account', 'principal'])[0], '111122223333 role/scanner')
    assert.equal(modelOf(fewRecords(), { sort: 'name' }).callers[0]?.principal, '111122223333:role/scanner')
  })

  it('has operations, accounts and errors, whatever the grouping', () => {
    const { operations, accounts, errors, regions, hasAccounts } = modelOf(fewRecords(), {
      grouping: ['region'],
    })
    assert.deepEqual([operations.length, accounts.length, errors.length], [4, 2, 3])
    assert.deepEqual([regions, hasAccounts], [['eu-west-1', 'us-east-1'], true])
  })

  it('names the configuration of each bill', () => {
    const meter = modelOf(busy(10)).bills[0]?.meter
    assert.ok(meter)
    const { bills } = modelOf([], { variants: ['a', 'b'], result: { meters: [meter, meter] } })
    assert.deepEqual(
      bills.map(({ name }) => name),
      ['a', 'b'],
    )
  })
})
