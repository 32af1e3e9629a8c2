import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { SeenIds } from '../../../src/core/usage/seen.ts'

const ids = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => `id-${from + i}`)

describe('SeenIds', () => {
  it('knows only what it was told to remember', () => {
    const seen = new SeenIds(10)
    seen.remember(new Set(['a']))
    assert.ok(seen.has('a'))
    assert.ok(!seen.has('b'))
  })

  it('remembers at least the last of its capacity, at every moment', () => {
    const seen = new SeenIds(100)
    for (let count = 0; count < 1000; count++) {
      seen.remember(new Set(ids(count, count + 1)))
      for (const id of ids(Math.max(0, count - 99), count + 1)) assert.ok(seen.has(id), `${id} of ${count}`)
    }
  })

  it('remembers the last batch as a whole, however large', () => {
    const seen = new SeenIds(100)
    const known = (all: readonly string[]) => all.filter((id) => seen.has(id)).length
    seen.remember(new Set(ids(0, 1000)))
    assert.equal(known(ids(0, 1000)), 1000)
    seen.remember(new Set(ids(1000, 1099)))
    assert.equal(known(ids(0, 1099)), 1099)
    seen.remember(new Set(ids(1099, 1100)))
    assert.equal(known(ids(0, 1100)), 1100)
    seen.remember(new Set(ids(1100, 1101)))
    assert.equal(known(ids(0, 1101)), 101)
  })

  it('remembers several large batches, but only the last huge one', () => {
    for (const [size, remembered] of [
      [400, 800],
      [401, 401],
    ] as const) {
      const seen = new SeenIds(100)
      for (const from of [0, size]) seen.remember(new Set(ids(from, from + size)))
      assert.equal(ids(0, 2 * size).filter((id) => seen.has(id)).length, remembered)
      assert.ok(ids(size, 2 * size).every((id) => seen.has(id)))
    }
  })

  it('forgets IDs older than twice its capacity', () => {
    const seen = new SeenIds(100)
    for (const id of ids(0, 1000)) seen.remember(new Set([id]))
    assert.equal(ids(0, 1000).filter((id) => seen.has(id)).length, 200)
    assert.ok(!seen.has('id-799'))
  })
})
