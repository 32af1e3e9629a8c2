import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import {
  counted,
  dollars,
  numberText,
  percentOf,
  rateText,
  wholePercent,
} from '../../src/util/number-text.ts'

describe('numbers in texts', () => {
  it('have separators and at most one decimal', () => {
    assert.deepEqual([0, 12, 1.25, 12_345.67].map(numberText), ['0', '12', '1.3', '12,345.7'])
  })

  it('have more decimals if they are rates, so that small ones are not 0', () => {
    assert.deepEqual([0.002, 0.5, 1200].map(rateText), ['0.002', '0.5', '1,200'])
  })

  it('have cents if they are dollars', () => {
    assert.deepEqual([0, 0.3, 1234.567].map(dollars), ['$0.00', '$0.30', '$1,234.57'])
  })
})

describe('a number with its noun', () => {
  it('has the singular only for 1', () => {
    assert.deepEqual(
      [0, 1, 2, 1000].map((count) => counted(count, 'file')),
      ['0 files', '1 file', '2 files', '1,000 files'],
    )
  })

  it('has the singular if the number is rounded to 1', () => {
    assert.equal(counted(1.04, 'record'), '1 record')
    assert.equal(counted(1.06, 'record'), '1.1 records')
  })

  it('has the given plural', () => {
    assert.equal(counted(1, 'batch', 'batches'), '1 batch')
    assert.equal(counted(2, 'batch', 'batches'), '2 batches')
  })
})

describe('percentages', () => {
  it('of a part have one decimal', () => {
    assert.deepEqual(
      [0, 1, 640, 5000].map((part) => percentOf(part, 5000)),
      ['0 %', '< 0.1 %', '12.8 %', '100 %'],
    )
  })

  it('of a part are 0 or 100 only if it is nothing or everything', () => {
    assert.equal(percentOf(1, 1e9), '< 0.1 %')
    assert.equal(percentOf(1e9 - 1, 1e9), '> 99.9 %')
    assert.equal(percentOf(0, 0), '0 %')
  })

  it('that are estimates have no decimals, and are not rounded to 0', () => {
    assert.deepEqual([0.2, 0.5, 79.6, 1234].map(wholePercent), ['< 1 %', '1 %', '80 %', '1,234 %'])
  })
})
