import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { overall, periodsOf, valuesIn } from '../../../../../src/preview/report/page/script/periods.ts'

const LENGTHS = [60, 300, 900, 3600, 10_800, 21_600, 86_400]
const HOUR = 3600
const SUM = { statistic: 'sum', isZeroWithout: true } as const
const MAXIMUM = { statistic: 'maximum', isZeroWithout: false } as const

describe('the periods of a chart', () => {
  for (const [hours, expected] of [
    [1 / 60, 60],
    [1, 60],
    [5, 60],
    [6, 300],
    [24, 300],
    [61, 900],
    [7 * 24, HOUR],
    [31 * 24, 3 * HOUR],
    [70 * 24, 6 * HOUR],
    [300 * 24, 24 * HOUR],
    [3000 * 24, 24 * HOUR],
  ] as const) {
    it(`last ${expected} seconds over ${hours} hours`, () =>
      assert.equal(periodsOf({ from: 0, to: hours * HOUR }, LENGTHS).length, expected))
  }

  it('are not shorter than those of the data', () =>
    assert.equal(periodsOf({ from: 0, to: HOUR }, LENGTHS.slice(2)).length, 900))

  it('start at whole multiples of their length and cover the whole span', () => {
    const { starts, end } = periodsOf({ from: 7 * HOUR + 60, to: 13 * HOUR + 60 }, LENGTHS)
    assert.deepEqual([starts[0], end], [7 * HOUR, 13 * HOUR + 300])
  })
})

describe('the values of a line', () => {
  const group = { from: 0, periods: [60, 300] }
  const line = { values: [[0, 5] as const, [4, 2] as const, [9, 3] as const, [25, 7] as const] }

  it('add up in longer periods, and are 0 without values', () =>
    assert.deepEqual(valuesIn(SUM, line, group, { length: 300, starts: [0, 300, 600], end: 900 }), [7, 3, 0]))

  it('are the maximum of longer periods, and unknown without values', () =>
    assert.deepEqual(valuesIn(MAXIMUM, line, group, { length: 300, starts: [0, 300, 600], end: 900 }), [
      5,
      3,
      null,
    ]))

  it('are limited to the span', () =>
    assert.deepEqual(valuesIn(SUM, line, group, { length: 300, starts: [300], end: 600 }), [3]))

  it('have the same total, whatever the length of the periods', () => {
    const values = fc
      .uniqueArray(fc.tuple(fc.nat(1499), fc.nat(100)), { selector: ([period]) => period })
      .map((all) => ({ values: all }))
    fc.assert(
      fc.property(
        values,
        fc.constantFrom(...LENGTHS),
        fc.constantFrom(SUM, MAXIMUM),
        (some, length, chart) => {
          const periods = periodsOf({ from: 0, to: 1500 * 60 }, [length])
          const direct = overall(
            chart,
            some.values.map(([, value]) => value),
          )
          const shown = overall(chart, valuesIn(chart, some, { from: 0, periods: [60] }, periods))
          assert.equal(shown ?? 0, direct ?? 0)
        },
      ),
    )
  })
})
