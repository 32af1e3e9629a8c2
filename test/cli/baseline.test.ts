import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { baselineOf } from '../../src/cli/baseline.ts'

const HOUR = 3_600_000
const NOW = Date.parse('2026-11-22T12:00:00Z')
const NO_BOUNDS = { from: undefined, to: undefined }
const newer = { paths: ['new'], history: undefined, bounds: NO_BOUNDS }
const lastHour = { ...newer, bounds: { from: NOW - HOUR, to: undefined } }

describe('the older calls to compare with', () => {
  it('are none unless a flag asks for them', () => assert.equal(baselineOf({}, newer, NOW), undefined))

  it('are those of --baseline, of any time', () =>
    assert.deepEqual(baselineOf({ baseline: ['old', 's3://old'] }, lastHour, NOW), {
      paths: ['old', 's3://old'],
      history: undefined,
      bounds: NO_BOUNDS,
    }))

  it('are those of the same inputs at an earlier time with --baseline-ago', () => {
    const bounds = { from: NOW - 25 * HOUR, to: NOW - 24 * HOUR }
    assert.deepEqual(baselineOf({ baselineAgo: 24 * HOUR }, lastHour, NOW), { ...newer, bounds })
    const history = { paths: [], history: HOUR, bounds: NO_BOUNDS }
    assert.deepEqual(baselineOf({ baselineAgo: 24 * HOUR }, history, NOW), {
      ...history,
      bounds: { from: undefined, to: NOW - 24 * HOUR },
    })
  })

  it('are those of --baseline at an earlier time with both', () => {
    const between = { ...newer, bounds: { from: NOW - 2 * HOUR, to: NOW - HOUR } }
    assert.deepEqual(baselineOf({ baseline: ['old'], baselineAgo: HOUR }, between, NOW), {
      paths: ['old'],
      history: undefined,
      bounds: { from: NOW - 3 * HOUR, to: NOW - 2 * HOUR },
    })
  })

  it('are unknown without newer calls, or without a time to shift', () => {
    const none = { ...newer, paths: [] }
    assert.throws(() => baselineOf({ baseline: ['old'] }, none, NOW), /expected newer inputs/)
    assert.throws(() => baselineOf({ baselineAgo: HOUR }, newer, NOW), /add --since or --history/)
  })

  it("can't come from standard input if the newer calls do", () => {
    const piped = { ...lastHour, paths: ['-'] }
    assert.throws(() => baselineOf({ baseline: ['-'] }, piped, NOW), /only once/)
    assert.throws(() => baselineOf({ baselineAgo: HOUR }, piped, NOW), /only once/)
    assert.ok(baselineOf({ baseline: ['-'] }, newer, NOW))
  })
})
