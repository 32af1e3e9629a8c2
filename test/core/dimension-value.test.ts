import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { NONE, OTHER, validText } from '../../src/core/dimension-value.ts'

function validOne(character: string): string {
  return character === ' '
    ? ' '
    : validText(character === '\n' ? 'a\nb' : character).replace(/^a(.*)b$/, '$1')
}

describe('validText', () => {
  it('leaves printable ASCII as it is', () => {
    for (const text of ['x', 'DescribeInstances', 'role/a b', '~!"\\{}', 'a'.repeat(1024)]) {
      assert.equal(validText(text), text)
    }
  })

  it('trims', () => {
    assert.equal(validText('  a b \t\n'), 'a b')
  })

  it('replaces a blank text with (none)', () => {
    for (const text of ['', ' ', '\u00a0', '\t\r\n']) assert.equal(validText(text), NONE)
  })

  it('percent-encodes other characters than printable ASCII, so that they stay recognizable', () => {
    assert.equal(validText('role/Büro'), 'role/B%C3%BCro')
    assert.equal(validText('a\u0000b\nc'), 'a%00b%0Ac')
    assert.equal(validText('🚀'), '%F0%9F%9A%80')
  })

  it('takes lone surrogates', () => {
    assert.equal(validText('a\ud800b'), 'a%EF%BF%BDb')
    assert.equal(validText(`${'a'.repeat(1024)}\ud83d\ude80`).length, 1024)
  })

  it('encodes a run of such characters as it does each of them', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('ü', '🚀', '\n', 'a', ' ', '漢'), maxLength: 100 }),
        (text) => {
          const oneByOne = [...`x${text}x`].map(validOne).join('')
          assert.equal(validText(`x${text}x`), oneByOne)
        },
      ),
    )
  })

  it('never returns a reserved value for other texts', () => {
    for (const reserved of [NONE, OTHER]) {
      const encoded = reserved.replace('(', '%28').replace(')', '%29')
      for (const text of [reserved, ` ${reserved}`, `${reserved}\n`]) assert.equal(validText(text), encoded)
    }
    assert.equal(validText('role/(none)'), 'role/(none)')
  })

  it('truncates and marks texts that are too long, and keeps different texts different', () => {
    const long = validText('a'.repeat(5000))
    assert.equal(long.length, 1024)
    assert.match(long, /^a{1013}\.\.\.[0-9a-f]{8}$/)
    assert.notEqual(long, validText('a'.repeat(5001)))
    const ends = ['', ' A', ' B', 'A', `${' '.repeat(3000)}A`].map((end) => validText('a'.repeat(1024) + end))
    assert.equal(new Set(ends).size, ends.length)
  })

  it('makes any text a valid dimension value', () => {
    const texts = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 3000 }),
      fc
        .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 600 })
        .map((units) => String.fromCharCode(...units)),
    )
    fc.assert(
      fc.property(texts, (text) => {
        assert.match(validText(text), /^[\x21-\x7e](?:[\x20-\x7e]{0,1022}[\x21-\x7e])?$/)
      }),
    )
  })

  it('changes nothing the second time, unless the text is blank', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        fc.pre(text.trim() !== '')
        assert.equal(validText(validText(text)), validText(text))
      }),
    )
  })
})
