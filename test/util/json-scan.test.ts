import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { elementsOf, endOfElement } from '../../src/util/json-scan.ts'

const bytes = (json: string) => Buffer.from(json)

function refuse(at: number): never {
  throw new Error(`damaged at ${at}`)
}

function elements(json: string): string[] {
  return [...elementsOf(bytes(json), 1, refuse)].map(([from, to]) => bytes(json).toString('utf8', from, to))
}

describe('endOfElement', () => {
  it('finds the comma or the bracket after an element', () => {
    for (const element of ['1', ' null ', '"a,]}\\""', '[1,[2]]', '{"a":{"b":[",]"]}}', '"a" : [1,2]', ''])
      for (const end of [',', ']', '}'])
        assert.equal(endOfElement(bytes(`[${element}${end}x`), 1), 1 + element.length, element)
  })

  it('finds none if a string or bracket is not closed, or a value follows', () => {
    for (const json of [
      '"a',
      '"a\\",1]',
      '[1',
      '{"a":[1}',
      '"a"b]',
      '"a" "b"]',
      '{}{}]',
      '{} x]',
      '["a"1]]',
      '{}:1]',
      '[[]:1]]',
      '',
    ])
      assert.equal(endOfElement(bytes(json), 0), -1, json)
  })
})

describe('elementsOf', () => {
  it('returns the elements that a parser finds', () => {
    const spaces = fc.constantFrom(undefined, 2, '\t')
    fc.assert(
      fc.property(fc.array(fc.jsonValue()), spaces, (list, space) => {
        const found = elements(JSON.stringify(list, null, space)).map((text) => JSON.parse(text))
        assert.deepEqual(found, JSON.parse(JSON.stringify(list)))
      }),
    )
  })

  it('returns the members of an object, and empty parts between commas', () => {
    assert.deepEqual(elements('{"a":1, "b":[2]}'), ['"a":1', ' "b":[2]'])
    assert.deepEqual(elements('[,1,]'), ['', '1', ''])
    assert.deepEqual([elements('[]'), elements('{ }')], [[], []])
  })

  it('rejects a list that does not end in its bracket, at its last element', () => {
    for (const json of ['[1,22}', '[1,22', '[1,"2]', '[1,{"a":2]'])
      assert.throws(() => elements(json), { message: 'damaged at 3' })
  })
})
