import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { createDeadline, NO_DEADLINE } from '../../src/sources/deadline.ts'

/** The number of steps that have time, given the milliseconds of each. */
function stepsDone(total: number, steps: readonly number[]): number {
  let left = total
  const hasTime = createDeadline(() => left)
  let done = 0
  for (const step of steps) {
    if (!hasTime()) break
    left -= step
    done++
  }
  return done
}

describe('createDeadline', () => {
  it('has time for a step while there is as much as the longest so far took, and a reserve', () => {
    assert.equal(stepsDone(60_000, Array(10).fill(12_000)), 4)
    assert.equal(stepsDone(60_000, Array(10).fill(13_000)), 4)
    assert.equal(stepsDone(60_000, Array(10).fill(100)), 10)
    assert.equal(stepsDone(60_000, [30_000, 1000, 1000]), 1)
    assert.equal(stepsDone(60_000, [20_000, 1000, 1000, 1000]), 4)
    assert.equal(stepsDone(60_000, [1000, 55_000, 1000]), 2)
  })

  it('always has time for the first step, or nothing would ever be done', () => {
    assert.equal(stepsDone(0, [1, 1]), 1)
    assert.equal(stepsDone(3, [2, 1]), 1)
  })

  it('always has time if nothing ends the work', () => {
    const hasTime = createDeadline(NO_DEADLINE)
    for (let i = 0; i < 100; i++) assert.ok(hasTime())
  })

  it('ends in time if no step takes longer than the longest before it', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 100, max: 900_000 }),
        fc.array(fc.integer({ min: 1, max: 90_000 })),
        (total, steps) => {
          const falling = steps.toSorted((a, b) => b - a)
          const done = stepsDone(total, falling)
          const needed = falling.slice(0, done).reduce((sum, step) => sum + step, 0)
          assert.ok(done <= 1 || needed <= total)
        },
      ),
    )
  })
})
