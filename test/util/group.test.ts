import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { groupBy } from '../../src/util/group.ts'

describe('groupBy', () => {
  it('puts each item under its key, once, and keeps the order of items and of keys', () => {
    fc.assert(
      fc.property(fc.array(fc.integer()), fc.integer({ min: 1, max: 5 }), (items, divisor) => {
        const keyOf = (item: number) => Math.abs(item) % divisor
        const expected = [...new Set(items.map(keyOf))].map((key) => [
          key,
          items.filter((item) => keyOf(item) === key),
        ])
        assert.deepEqual([...groupBy(items.values(), keyOf)], expected)
      }),
    )
  })

  it('takes keys of any type, compared as a Map compares them', () => {
    const key = {}
    const groups = groupBy([1, 2, 3], (item) => (item === 2 ? key : Number.NaN))
    assert.deepEqual(
      [...groups],
      [
        [Number.NaN, [1, 3]],
        [key, [2]],
      ],
    )
  })
})
