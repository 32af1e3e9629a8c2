import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { SeenIds } from '../../src/usage/seen.ts'

const ids = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => `id-${from + i}`)

describe('SeenIds', () => {
  it('knows only what it was told to remember', () => {
    const seen = new SeenIds(10)
    seen.remember(['a'])
    assert.ok(seen.has('a'))
    assert.ok(!seen.has('b'))
  })

  it('remembers at least the last of its capacity, at every moment', () => {
    const seen = new SeenIds(100)
    for (let count = 0; count < 1000; count++) {
      seen.remember(ids(count, count + 1))
      for (const id of ids(Math.max(0, count - 99), count + 1)) assert.ok(seen.has(id), `${id} of ${count}`)
    }
  })

  it('forgets what is older than twice its capacity', () => {
    const seen = new SeenIds(100)
    seen.remember(ids(0, 1000))
    assert.equal(ids(0, 1000).filter((id) => seen.has(id)).length, 200)
    assert.ok(!seen.has('id-799'))
  })
})
