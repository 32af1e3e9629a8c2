import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { eventTimeMs } from '../../../src/core/cloudtrail/record.ts'

describe('eventTimeMs', () => {
  it('takes a time in UTC', () => {
    assert.equal(eventTimeMs('2023-07-10T12:00:00Z'), 1688990400000)
  })

  it('takes fractions and offsets', () => {
    assert.equal(eventTimeMs('2023-07-10T12:00:00.250Z'), 1688990400250)
    assert.equal(eventTimeMs('2023-07-10T12:00:00.123456789Z'), 1688990400123)
    assert.equal(eventTimeMs('2023-07-10T14:30:00+02:30'), 1688990400000)
    assert.equal(eventTimeMs('2023-07-10T12:00:00-00:00'), 1688990400000)
  })

  it('takes its letters in lower case', () => {
    assert.equal(eventTimeMs('2023-07-10t12:00:00z'), 1688990400000)
    assert.equal(eventTimeMs('2023-07-10t14:30:00.5+02:30'), 1688990400500)
  })

  it('takes the last day of a leap February', () => {
    assert.equal(eventTimeMs('2024-02-29T00:00:00Z'), Date.UTC(2024, 1, 29))
  })

  for (const text of [
    '',
    '2023-07-10',
    '2023-07-10T12:00:00',
    '2023-07-10 12:00:00Z',
    '2023-02-29T00:00:00Z',
    '2023-02-30T00:00:00Z',
    '2023-04-31T12:00:00+02:00',
    '2023-13-01T00:00:00Z',
    '2023-07-00T00:00:00Z',
    '2023-07-10T24:00:00Z',
    '2023-07-10T12:60:00Z',
    '2023-07-10T12:00:00+99:00',
    ' 2023-07-10T12:00:00Z',
    '1688990400000',
    'yesterday',
  ]) {
    it(`rejects ${JSON.stringify(text)}`, () => assert.equal(eventTimeMs(text), undefined))
  }
})
