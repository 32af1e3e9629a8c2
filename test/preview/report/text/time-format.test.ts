import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { spanText, timeFormat } from '../../../../src/preview/report/text/time-format.ts'

const TIME = '2026-10-01T12:00:05.678Z'
const span = (from: string, to: string) => ({ from: Date.parse(from), to: Date.parse(to) })

describe('timeFormat', () => {
  for (const [what, from, shown] of [
    ['one day', '2026-10-01T00:00:00Z', '12:00:05'],
    ['one year', '2026-09-30T23:59:59Z', '10-01 12:00:05'],
    ['several years', '2025-10-01T12:00:00Z', '2026-10-01 12:00:05'],
  ] as const)
    it(`omits the part of a time that all times in ${what} have in common`, () =>
      assert.equal(timeFormat(span(from, TIME))(Date.parse(TIME)), shown))

  it('omits nothing if there is no span', () =>
    assert.equal(timeFormat(undefined)(Date.parse(TIME)), '2026-10-01 12:00:05'))
})

describe('spanText', () => {
  for (const [from, to, shown] of [
    ['2026-10-01T12:00:59Z', '2026-10-01T12:00:59Z', '2026-10-01 12:00 to 12:00 UTC (1 minute)'],
    ['2026-10-01T12:00:59Z', '2026-10-01T12:01:00Z', '2026-10-01 12:00 to 12:01 UTC (2 minutes)'],
    ['2026-10-01T12:00:00Z', '2026-10-01T13:59:59Z', '2026-10-01 12:00 to 13:59 UTC (2 hours)'],
    [
      '2026-10-01T12:00:00Z',
      '2026-10-04T01:29:00Z',
      '2026-10-01 12:00 to 2026-10-04 01:29 UTC (2 days 13 hours)',
    ],
  ] as const)
    it(`counts whole minutes: ${shown}`, () => assert.equal(spanText(span(from, to)), shown))
})
