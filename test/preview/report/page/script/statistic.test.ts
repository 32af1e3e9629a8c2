import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Line } from '../../../../../src/cloudwatch/dashboard.ts'
import { overall } from '../../../../../src/preview/report/page/script/statistic.ts'

const VALUES: Line['values'] = [
  [300, 5],
  [600, 2],
  [900, 3],
  [1200, 100],
]

describe('the statistic of a line over a span', () => {
  for (const [statistic, expected] of [
    ['Sum', 5],
    ['Maximum', 3],
    ['Minimum', 2],
  ] as const) {
    it(`is the ${statistic} of the periods in it`, () =>
      assert.equal(overall({ label: '', statistic, values: VALUES }, { from: 600, to: 1200 }), expected))

    it(`is undefined without a period in it, for ${statistic}`, () =>
      assert.equal(overall({ label: '', statistic, values: VALUES }, { from: 1500, to: 1800 }), undefined))
  }
})
