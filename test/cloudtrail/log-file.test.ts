import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { recordTexts } from '../../src/cloudtrail/log-file.ts'

const textsOf = (json: string) => {
  const texts = recordTexts(Buffer.from(json))
  return texts && [...texts]
}

describe('recordTexts', () => {
  it('gives what a parser would find in the list', () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue({ maxDepth: 4 })), fc.constantFrom(0, 2), (all, indent) => {
        const texts = textsOf(JSON.stringify({ Records: all }, null, indent))
        assert.deepEqual(
          texts?.map((text) => JSON.parse(text)),
          JSON.parse(JSON.stringify(all)),
        )
      }),
    )
  })

  it('takes a byte order mark, and white space around', () => {
    for (const json of ['\ufeff{"Records":[{}]}', `${' '.repeat(500)}{"Records":[{}]}`, '{"Records":[{}]}\n'])
      assert.deepEqual(textsOf(json), ['{}'])
  })

  it('gives texts beyond ASCII', () => {
    assert.deepEqual(textsOf('{"Records":[{"a":"ü🚀"},{"b":"é"}]}'), ['{"a":"ü🚀"}', '{"b":"é"}'])
  })

  it('is not misled by what stands in texts', () => {
    const all = [{ a: '],[{"\\' }, { b: '"}]}' }]
    assert.deepEqual(
      textsOf(JSON.stringify({ Records: all }))?.map((text) => JSON.parse(text)),
      all,
    )
  })

  it('gives a record that is broken as it is, and the others', () => {
    assert.deepEqual(textsOf('{"Records":[{"a":1},x,{"b":2}]}'), ['{"a":1}', 'x', '{"b":2}'])
    assert.deepEqual(textsOf('{"Records":[{"a":1}}],{"b":2,"c":[3,4]}]}'), ['{"a":1}}]', '{"b":2,"c":[3,4]}'])
  })

  it('gives what stands for no record: nothing behind a comma, a text that does not end', () => {
    assert.deepEqual(textsOf('{"Records":[{},]}'), ['{}', ''])
    assert.deepEqual(textsOf('{"Records":[{"a":"x]}'), ['{"a":"x'])
  })

  for (const json of [
    '{"Records":[{}',
    '{"Records":[{}],"more":1}',
    '{"Events":[]}',
    '[]',
    '',
    '{"Records":7}',
  ]) {
    it(`leaves other forms to a parser: ${json}`, () => assert.equal(textsOf(json), undefined))
  }
})
