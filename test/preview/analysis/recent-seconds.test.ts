import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { createRecentSeconds } from '../../../src/preview/analysis/recent-seconds.ts'

describe('recent seconds', () => {
  it('are counted separately for each counter', () => {
    const seconds = createRecentSeconds()
    assert.deepEqual(
      [seconds.add(0, 5), seconds.add(0, 5), seconds.add(1, 5), seconds.add(0, 6)],
      [1, 2, 1, 1],
    )
  })

  it('keep at least the given number, and forget the oldest', () => {
    const seconds = createRecentSeconds(10)
    for (let second = 0; second < 10; second++) seconds.add(0, second)
    for (let second = 0; second < 9; second++) assert.equal(seconds.add(0, second), 2, `${second}`)
    for (let second = 100; second < 120; second++) seconds.add(0, second)
    assert.equal(seconds.add(0, 0), 1)
  })
})
