import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { Extraction } from '../../../src/cloudwatch/extract.ts'
import { LISTS } from '../../../src/preview/analysis/call-meter.ts'
import { type Line, type Timeline, timelineOf } from '../../../src/preview/analysis/timeline.ts'
import { usageBy } from '../../../src/preview/analysis/usage.ts'
import { countedIn } from '../../support/counted.ts'
import { assumedRole, at, type Json, records } from '../../support/records.ts'
import { busy, extracted } from '../../support/report.ts'

const HOUR = 3600
const DAY = 24 * HOUR
const START = Date.parse(at(0))

function timeline(contents: readonly unknown[], names: ReadonlyMap<string, string> = new Map()): Timeline {
  const { span } = countedIn(contents)
  assert.ok(span)
  return timelineOf(extracted(contents), span, names)
}

const total = ({ values }: Line) => values.reduce((sum, [, value]) => sum + value, 0)
const totals = (lines: readonly Line[]) => lines.map((line) => [line.label, total(line)])

/** Two calls, a number of seconds apart. */
function apart(seconds: number): Timeline {
  const extraction = new Extraction()
  const times = [START, START + seconds * 1000]
  for (const timestamp of times)
    extraction.add({
      timestamp,
      set: ['Service', 'Region'],
      metrics: ['CallCount'],
      members: { Service: 'ec2', Region: 'eu-west-1', CallCount: 1 },
    })
  return timelineOf(extraction, { from: START, to: START + seconds * 1000 }, new Map())
}

describe('the timeline', () => {
  it('adds up to the calls, errors and throttles of the list of operations', () => {
    const all = busy(1000)
    const rows = usageBy(LISTS.operations, countedIn(all))
    const { calls, errors, throttles } = timeline(all)
    const sums = [calls, errors, throttles].map((lines) => lines.reduce((sum, line) => sum + total(line), 0))
    const expected = (['calls', 'errors', 'throttles'] as const).map((part) =>
      rows.reduce((sum, row) => sum + row[part], 0),
    )
    assert.deepEqual(sums, expected)
    assert.ok(expected.every((number) => number > 0))
  })

  it('has a line for each of the eight highest, and one for all others', () => {
    const all = Array.from({ length: 11 }, (_, i) =>
      records(20 - i, (j) => ({ eventID: `${i} ${j}`, eventSource: `s${i}.amazonaws.com` })),
    ).flat()
    const { calls } = timeline(all)
    assert.deepEqual(totals(calls).slice(0, 2), [
      ['s0', 20],
      ['s1', 19],
    ])
    assert.deepEqual(
      calls.map(({ isRest }) => isRest),
      [...new Array(8).fill(false), true],
    )
    assert.deepEqual(totals(calls).at(-1), ['all others', 12 + 11 + 10])
  })

  it('has the peak of each period, without a line for all others', () => {
    const all = Array.from({ length: 11 }, (_, i) =>
      records(11 - i, (j) => ({ eventID: `${i} ${j}`, eventName: `Op${i}` })),
    ).flat()
    const { peaks } = timeline(all)
    assert.equal(peaks.length, 8)
    assert.deepEqual(peaks[0], { label: 'ec2:Op0', values: [[0, 11]], isRest: false })
  })

  for (const [seconds, period] of [
    [0, 60],
    [HOUR, 60],
    [DAY, 60],
    [61 * HOUR, 300],
    [7 * DAY, 900],
    [31 * DAY, HOUR],
    [180 * DAY, 3 * HOUR],
  ] as const) {
    it(`has periods of ${period} seconds over ${seconds / HOUR} hours`, () => {
      const { from, to, periods } = apart(seconds)
      assert.equal(periods[0], period)
      assert.ok(periods.every((one, i) => one % (periods[i - 1] ?? 1) === 0))
      assert.ok(from % period === 0 && (to - from) % period === 0)
      assert.ok(from <= START / 1000 && to > START / 1000 + seconds)
    })
  }

  it('numbers periods from the first', () => {
    const [line] = apart(2 * HOUR).calls
    assert.deepEqual(line?.values, [
      [0, 1],
      [120, 1],
    ])
  })

  it('names the Region and the account only if there are several', () => {
    const storm = (account: string, awsRegion: string): Json[] =>
      records(100, (i) => ({
        eventID: `${account} ${awsRegion} ${i}`,
        eventSource: 'ssm.amazonaws.com',
        eventName: 'PutParameter',
        eventTime: at(i % 3),
        awsRegion,
        recipientAccountId: account,
        userIdentity: { ...assumedRole('x'), accountId: account },
      }))
    const one = timeline(storm('111122223333', 'eu-west-1'))
    assert.deepEqual(
      [one.peaks[0]?.label, one.utilization[0]?.label],
      ['ssm:PutParameter', 'ssm:PutParameter'],
    )
    const several = timeline(
      [...storm('111122223333', 'eu-west-1'), ...storm('222233334444', 'us-east-1')],
      new Map([['222233334444', 'Production']]),
    )
    assert.deepEqual(several.utilization.map(({ label }) => label).sort(), [
      'ssm:PutParameter eu-west-1 111122223333',
      'ssm:PutParameter us-east-1 Production (222233334444)',
    ])
    assert.deepEqual(totals(several.calls), [['ssm', 200]])
  })
})
