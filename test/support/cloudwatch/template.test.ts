import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { conditionsOf, textOf } from './template.ts'

describe('textOf', () => {
  it('rejects a value that is not text', () =>
    assert.throws(() => textOf({ 'Fn::Select': [0, ['a']] }, {}, () => true), /not text/))
})

describe('conditionsOf', () => {
  const template = {
    Parameters: { A: { Default: 'x' }, B: { Default: 7 } },
    Conditions: {
      IsX: { 'Fn::Equals': [{ Ref: 'A' }, 'x'] },
      IsSeven: { 'Fn::Equals': [{ Ref: 'B' }, '7'] },
      Neither: { 'Fn::Not': [{ 'Fn::Or': [{ Condition: 'IsX' }, { Condition: 'IsSeven' }] }] },
      Both: { 'Fn::And': [{ Condition: 'IsX' }, { Condition: 'IsSeven' }] },
      Odd: { 'Fn::Contains': [['x'], 'x'] },
    },
  }

  it('are true or false depending on defaults and parameters', () => {
    const held = (parameters: Record<string, string>) =>
      ['IsX', 'IsSeven', 'Neither', 'Both'].filter(conditionsOf(template, parameters))
    assert.deepEqual(held({}), ['IsX', 'IsSeven', 'Both'])
    assert.deepEqual(held({ A: 'y' }), ['IsSeven'])
    assert.deepEqual(held({ A: 'y', B: '8' }), ['Neither'])
  })

  it('rejects a value that is not a condition', () => {
    assert.throws(() => conditionsOf(template, {})('Odd'), /not a condition/)
    assert.throws(() => conditionsOf(template, {})('None'), /not a condition/)
  })
})
