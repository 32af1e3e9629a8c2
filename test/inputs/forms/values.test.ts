import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { isSound, valuesIn } from '../../../src/inputs/forms/values.ts'

const pieces = (json: string) =>
  [...valuesIn(Buffer.from(json))].map((piece) => ({ ...piece, json: piece.json.toString() }))

const whole = (json: string) => pieces(json).map((piece) => piece.isWhole && piece.json)

describe('valuesIn', () => {
  it('returns objects, lists and texts one after the other, with white space, commas or nothing between', () => {
    const value = fc.oneof(fc.string(), fc.array(fc.jsonValue()), fc.dictionary(fc.string(), fc.jsonValue()))
    const separator = fc.constantFrom('', '\n', ' \r\n', ',', ' ,\n', '\ufeff')
    fc.assert(
      fc.property(fc.array(value), separator, (values, between) => {
        const texts = values.map((one) => JSON.stringify(one))
        assert.deepEqual(whole(texts.map((text) => text + between).join('')), texts)
      }),
    )
  })

  it('returns the rest as one piece after the last such value', () => {
    for (const rest of ['x', '7 {}', '{"a":1', '["a]{}', '"', '[}', ']{}', '{"a":"b"c} {}'])
      assert.deepEqual(pieces(`{} ${rest}`), [
        { json: '{}', start: 0, isWhole: true },
        { json: rest, start: 3, isWhole: false },
      ])
  })

  it('returns nothing for white space', () => assert.deepEqual(pieces('\ufeff \n'), []))
})

describe('isSound', () => {
  it('is false if there is anything but values', () => {
    assert.deepEqual(
      ['{}[]""', '', '{}x', '{'].map((json) => isSound(Buffer.from(json))),
      [true, true, false, false],
    )
  })
})
