import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Input } from '../../src/inputs/input.ts'
import { readAhead } from '../../src/preview/read-ahead.ts'

/** The number of inputs that are prepared when each one is read. */
function prepared(sizes: readonly number[], ahead: { inputs: number; bytes: number }): number[] {
  let count = 0
  const inputs = sizes.map(
    (bytes, i): Input => ({
      name: String(i),
      bytes,
      prepare: () => void assert.equal(count++, i),
      read: async () => [],
    }),
  )
  const counts: number[] = []
  for (const input of readAhead(inputs, ahead)) {
    assert.equal(input, inputs[counts.length])
    counts.push(count)
  }
  return counts
}

describe('readAhead', () => {
  it('prepares the next inputs while one is read, each once and in order', () =>
    assert.deepEqual(prepared([1, 1, 1, 1, 1], { inputs: 3, bytes: 100 }), [3, 4, 5, 5, 5]))

  it('prepares no more than the maximum bytes, but always the input that is read', () => {
    assert.deepEqual(prepared([40, 40, 40, 200, 10], { inputs: 5, bytes: 100 }), [2, 3, 3, 4, 5])
    assert.deepEqual(prepared([], { inputs: 3, bytes: 100 }), [])
  })

  it('also gives inputs that need no preparation', () => {
    const input: Input = { name: 'a', bytes: 1, read: async () => [] }
    assert.deepEqual([...readAhead([input, input])], [input, input])
  })
})
