import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { labelled, NO_BREAK, wrapped } from '../../../../src/preview/report/text/prose.ts'

describe('wrapped', () => {
  it('wraps between words, with indentation of the first line and of the others', () => {
    assert.deepEqual(wrapped('aa bb cc', 5), ['aa bb', 'cc'])
    assert.deepEqual(wrapped('aa bb cc', 7, { first: '- ', rest: '  ' }), ['- aa bb', '  cc'])
    assert.deepEqual(wrapped(`aa 100${NO_BREAK}%`, 6), ['aa', '100 %'])
  })

  it('replaces characters that control a terminal', () => {
    assert.deepEqual(wrapped('a\u001b[2J \u202eb\n', 80), ['a?[2J ?b?'])
  })

  it('does not break a word that is wider than a line', () => {
    assert.deepEqual(wrapped('a https://x.y/z b', 8, { rest: '  ' }), ['a', 'https://x.y/z', '  b'])
  })

  it('keeps all words, in lines no wider than the terminal or 120 columns', () => {
    const word = fc.string({ unit: fc.constantFrom('a', 'b'), minLength: 1, maxLength: 30 })
    fc.assert(
      fc.property(fc.array(word, { minLength: 1 }), fc.integer({ min: 1, max: 200 }), (words, width) => {
        const lines = wrapped(words.join(' '), width, { first: '  ', rest: '    ' })
        assert.deepEqual(lines.join(' ').trim().split(/ +/), words)
        for (const line of lines) assert.ok(line.length <= Math.min(width, 120) || words.includes(line))
      }),
    )
  })
})

describe('labelled', () => {
  it('has texts in a column', () => {
    const entries = [
      ['Calls', 'one two'],
      ['Errors', '3'],
    ] as const
    assert.deepEqual(labelled(entries, 12), ['Calls   one', '        two', 'Errors  3'])
  })
})
