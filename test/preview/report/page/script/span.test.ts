import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { snapped } from '../../../../../src/preview/report/page/script/span.ts'

const WHOLE = { from: 300, to: 1500 }

describe('a span that the user zooms to', () => {
  it('is widened to whole periods', () =>
    assert.deepEqual(snapped({ from: 601, to: 899 }, WHOLE, 300), { from: 600, to: 900 }))

  it('is cut to the whole time', () => assert.deepEqual(snapped({ from: -10, to: 5000 }, WHOLE, 300), WHOLE))

  it('is at least one period, and always within the whole time', () => {
    const seconds = fc.integer({ min: -10_000, max: 10_000 })
    fc.assert(
      fc.property(seconds, seconds, (from, to) => {
        const span = snapped({ from, to }, WHOLE, 300)
        assert.ok(span.to - span.from >= 300, JSON.stringify(span))
        assert.ok(span.from >= WHOLE.from && span.to <= WHOLE.to, JSON.stringify(span))
        assert.equal((span.to - span.from) % 300, 0)
      }),
    )
  })
})
