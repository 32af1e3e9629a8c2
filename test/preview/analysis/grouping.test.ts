import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { columnsOf, parseGrouping } from '../../../src/preview/analysis/grouping.ts'

describe('parseGrouping', () => {
  it('accepts one or two different parts', () => {
    assert.deepEqual(parseGrouping('account'), ['account'])
    assert.deepEqual(parseGrouping(' account , principal '), ['account', 'principal'])
    for (const text of ['', 'x', 'account,', 'account,account', 'account,principal,region', 'Account'])
      assert.equal(parseGrouping(text), undefined, text)
  })
})

describe('columnsOf', () => {
  it('has each column once', () => {
    assert.deepEqual(columnsOf(['operation', 'region']), ['Service', 'Operation', 'Region'])
    assert.deepEqual(columnsOf(['error', 'service']), ['Error code', 'Service'])
  })
})
