import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { type LimitValues, sizeOf } from '../../../src/core/rate-limits/limit.ts'
import { LIMIT_FILES } from '../../../src/core/rate-limits/limit-files.ts'
import type { SecondCalls } from '../../../src/core/rate-limits/second-calls.ts'
import { utilizations } from '../../../src/core/rate-limits/windows.ts'

const START = 1_790_000_000
const HALF_AN_HOUR = 1800

/** Calls that come evenly at a rate, which may be less than one a second. */
function steady(callsPerSecond: number): SecondCalls {
  const seconds: number[] = []
  const calls: number[] = []
  for (let second = 0; second < HALF_AN_HOUR; second++) {
    const count = Math.floor((second + 1) * callsPerSecond) - Math.floor(second * callsPerSecond)
    if (count === 0) continue
    seconds.push(START + second)
    calls.push(count)
  }
  return { seconds, calls }
}

function highest(calls: SecondCalls, limit: LimitValues): number {
  return Math.max(0, ...utilizations(calls, limit).percents)
}

/** Every documented limit, and the other values that it has in some Regions. */
const limits = LIMIT_FILES.flatMap(({ service, limits }) =>
  limits.flatMap(({ operations, regions = [], ...limit }) =>
    [limit, ...regions].map((values) => ({ name: `${service}:${operations[0]}`, values })),
  ),
)
/** Those whose bucket holds no more than 100 seconds of refill. A larger one is far from empty after half an hour. */
const tight = limits.filter(({ values }) => sizeOf(values) <= 100 * values.refillPerSecond)

describe('utilizations', () => {
  it('is the share of what a full bucket can serve in a window, for the window with the highest', () => {
    const limit = { refillPerSecond: 10, bucketSize: 50 }
    const { percents, windows } = utilizations({ seconds: [100, 101, 109], calls: [25, 20, 50] }, limit)
    // 25 of 50; 45 of 60; 50 of 50, more than 95 of 140 in ten seconds.
    assert.deepEqual([...percents], [50, 75, 100])
    assert.deepEqual([...windows], [1, 2, 1])
  })

  it('takes five seconds of refill, at least 1, for a size that is not documented', () => {
    const burst = { seconds: [100], calls: [30] }
    assert.equal(highest(burst, { refillPerSecond: 3 }), 200)
    assert.equal(highest(burst, { refillPerSecond: 0.1 }), 3000)
  })

  it('counts the second itself and those before it, as many as the window has', () => {
    const limit = { refillPerSecond: 1, bucketSize: 1 }
    const calls = (gap: number) => ({ seconds: [100, 100 + gap], calls: [4, 5] })
    assert.equal(utilizations(calls(59), limit).percents[1], 500)
    const slow = { refillPerSecond: 0.001, bucketSize: 1 }
    assert.equal(utilizations(calls(1799), slow).windows[1], 1)
    const wide = { refillPerSecond: 0.001, bucketSize: 100 }
    assert.equal(utilizations(calls(1799), wide).windows[1], 1800)
    assert.equal(utilizations(calls(1800), wide).windows[1], 1)
  })

  it('is none below five calls', () => {
    const limit = { refillPerSecond: 0.01 }
    const spread = { seconds: [100, 101, 102, 103], calls: [1, 1, 1, 1] }
    assert.equal(highest(spread, limit), 0)
    assert.ok(highest({ seconds: [...spread.seconds, 104], calls: [...spread.calls, 1] }, limit) > 100)
  })

  it('leaves out the seconds before the place to begin, but counts their calls', () => {
    const limit = { refillPerSecond: 10, bucketSize: 50 }
    const { percents } = utilizations({ seconds: [100, 101], calls: [25, 20] }, limit, 1)
    assert.deepEqual([...percents], [0, 75])
  })

  for (const [share, isExpected, expected] of [
    [0.95, (percent: number) => percent >= 85 && percent <= 100, '85 to 100 %'],
    [0.5, (percent: number) => percent >= 42 && percent <= 55, '42 to 55 %'],
    [2, (percent: number) => percent > 100, 'more than 100 %'],
  ] as const) {
    it(`shows a steady load of ${100 * share} % of any documented limit as ${expected}`, () => {
      assert.ok(tight.length > limits.length / 2)
      for (const { name, values } of tight) {
        const percent = highest(steady(share * values.refillPerSecond), values)
        assert.ok(isExpected(percent), `${name} ${JSON.stringify(values)}: ${percent}`)
      }
    })
  }
})
