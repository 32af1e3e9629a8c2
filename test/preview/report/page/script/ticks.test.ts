import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { COUNT_STEPS, tickTexts } from '../../../../../src/preview/report/page/script/ticks.ts'

describe('the ticks of a chart', () => {
  it('have the time in UTC, and the date on the first of each day', () => {
    const seconds = ['2026-10-01T22:00', '2026-10-01T23:30', '2026-10-02T00:00', '2026-10-02T01:30'].map(
      (time) => Date.parse(`${time}Z`) / 1000,
    )
    assert.deepEqual(tickTexts(seconds), ['22:00\n2026-10-01', '23:30', '00:00\n2026-10-02', '01:30'])
  })

  it('count in whole numbers', () => {
    assert.ok(COUNT_STEPS.every((step) => Number.isInteger(step)))
    assert.deepEqual(COUNT_STEPS.slice(0, 5), [1, 2, 5, 10, 20])
  })
})
