import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { memoized } from '../../src/util/memo.ts'

describe('memoized', () => {
  it('computes a text once', () => {
    const computed: string[] = []
    const length = memoized((text) => computed.push(text) && text.length)
    assert.deepEqual(['ab', 'ab', 'c'].map(length), [2, 2, 1])
    assert.deepEqual(computed, ['ab', 'c'])
  })

  it('keeps a limited number of entries', () => {
    const computed: string[] = []
    const length = memoized((text) => computed.push(text) && text.length, 2)
    for (const text of ['a', 'b', 'c', 'a']) length(text)
    assert.deepEqual(computed, ['a', 'b', 'c', 'a'])
  })

  it('does not keep long texts', () => {
    let computed = 0
    const length = memoized((text) => ++computed && text.length)
    const long = 'x'.repeat(200_000)
    assert.deepEqual([length(long), length(long), computed], [200_000, 200_000, 2])
  })
})
