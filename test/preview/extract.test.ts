import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { Extraction } from '../../src/preview/extract.ts'
import { assumedRole, at, record, records } from '../support/records.ts'
import { run } from '../support/run.ts'

function extract(contents: readonly unknown[], env = {}): Extraction {
  const extraction = new Extraction()
  for (const line of run(contents, env).lines) extraction.add(line)
  return extraction
}

describe('Extraction', () => {
  it('adds up an operation over all minutes', () => {
    const all = records(10, (i) => ({
      eventTime: at(i < 6 ? 0 : 60 + i),
      ...(i % 2 === 0 ? { errorCode: i === 0 ? 'AccessDenied' : 'Throttling' } : {}),
      ...(i === 9 ? { userIdentity: assumedRole('other') } : {}),
    }))
    assert.deepEqual(extract(all).operations, [
      {
        service: 'ec2',
        operation: 'DescribeInstances',
        region: 'eu-west-1',
        calls: 10,
        peak: 6,
        errors: 5,
        throttles: 4,
        callers: new Map([
          ['role/scanner', 9],
          ['role/other', 1],
        ]),
      },
    ])
  })

  it('counts no call twice, whatever sets are added', () => {
    const env = { EXTRA_DIMENSION_SETS: 'Service,Operation,Region,Account;Service,Operation;Principal' }
    assert.deepEqual(
      extract(records(3), env).operations.map(({ calls }) => calls),
      [3],
    )
  })

  it('has no callers where the lines list none', () => {
    assert.deepEqual(
      extract(records(3), { TOP_CALLERS: '0' }).operations.map(({ callers }) => callers.size),
      [0],
    )
  })

  it('sums up what the function says of itself', () => {
    const { own } = extract([record({ eventID: 'a' }), record({ eventID: 'a' }), 'x'])
    assert.deepEqual(Object.fromEntries(own), {
      RecordsReceived: 3,
      RecordsCounted: 1,
      RecordsDuplicate: 1,
      RecordsMalformed: 1,
      DeliveryLag: 300,
    })
  })
})
