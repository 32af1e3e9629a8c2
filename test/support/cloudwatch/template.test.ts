import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { conditionsOf, textOf } from './template.ts'

describe('textOf', () => {
  it('refuses what stands for no text', () =>
    assert.throws(() => textOf({ 'Fn::Select': [0, ['a']] }, {}, () => true), /no text/))
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

  it('says which hold, with defaults and with parameters', () => {
    const held = (parameters: Record<string, string>) =>
      ['IsX', 'IsSeven', 'Neither', 'Both'].filter(conditionsOf(template, parameters))
    assert.deepEqual(held({}), ['IsX', 'IsSeven', 'Both'])
    assert.deepEqual(held({ A: 'y' }), ['IsSeven'])
    assert.deepEqual(held({ A: 'y', B: '8' }), ['Neither'])
  })

  it('refuses what is no condition', () => {
    assert.throws(() => conditionsOf(template, {})('Odd'), /no condition/)
    assert.throws(() => conditionsOf(template, {})('None'), /no condition/)
  })
})
