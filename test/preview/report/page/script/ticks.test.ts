import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { COUNT_STEPS, TIME_STEPS, tickTexts } from '../../../../../src/preview/report/page/script/ticks.ts'

const seconds = (...times: readonly string[]) => times.map((time) => Date.parse(`${time}Z`) / 1000)

describe('the ticks of a chart', () => {
  it('have the time in UTC, and the date on the first of each day', () =>
    assert.deepEqual(
      tickTexts(
        seconds('2026-10-01T22:00', '2026-10-01T23:30', '2026-10-02T01:00', '2026-10-02T02:30'),
        5400,
      ),
      ['22:00\n1 Oct 2026', '23:30', '01:00\n2 Oct 2026', '02:30'],
    ))

  it('have only the date if they are days apart, and the year on the first of each year', () =>
    assert.deepEqual(
      tickTexts(seconds('2026-12-29T00:00', '2026-12-31T00:00', '2027-01-02T00:00'), 2 * 86_400),
      ['29 Dec\n2026', '31 Dec', '2 Jan\n2027'],
    ))

  it('are whole minutes apart, or whole days', () => {
    assert.ok(
      TIME_STEPS.every(
        (step) => step % 60 === 0 && (step < 86_400 ? 86_400 % step === 0 : step % 86_400 === 0),
      ),
    )
    assert.deepEqual(
      TIME_STEPS,
      TIME_STEPS.toSorted((a, b) => a - b),
    )
  })

  it('count in whole numbers', () => {
    assert.ok(COUNT_STEPS.every((step) => Number.isInteger(step)))
    assert.deepEqual(COUNT_STEPS.slice(0, 5), [1, 2, 5, 10, 20])
  })
})
