import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { linesMeter } from '../../../src/preview/analysis/meter.ts'
import { at, records } from '../../support/records.ts'
import { pipeline, run, runIn } from '../../support/run.ts'

describe('the meter of lines', () => {
  it('counts each metric once for every clock hour in which it has values', () => {
    const meter = linesMeter()
    const warm = pipeline()
    const times = [0, 60, 61, 3600, 3 * 3600]
    for (const [i, time] of times.entries()) {
      const outcome = runIn(
        warm,
        records(2, (j) => ({
          eventID: `${i}-${j}`,
          eventTime: at(time),
          ...(i === 1 ? { errorCode: 'Throttling' } : {}),
        })),
        Date.parse(at(time)),
      )
      outcome.commit()
      meter.add(outcome.lines, outcome.counts.received)
    }
    const {
      hours,
      metricHours,
      invocations,
      records: received,
      ownMetricHours,
      alarmSeries,
      typicalHour,
      busiestHour,
    } = meter.read()
    // Hour 0: two sets with all three metrics and one with throttles; hours 1 and 3: two sets with CallCount.
    assert.deepEqual({ hours, metricHours }, { hours: 4, metricHours: 7 + 2 + 2 })
    assert.deepEqual([typicalHour.metrics, busiestHour.metrics], [2, 7])
    assert.deepEqual(
      { invocations, received, ownMetricHours, alarmSeries },
      {
        invocations: 5,
        received: 10,
        ownMetricHours: 9,
        alarmSeries: 1,
      },
    )
  })

  it('counts the bytes of the lines with their line breaks', () => {
    const meter = linesMeter()
    const outcome = run(records(3))
    meter.add(outcome.lines, outcome.counts.received)
    assert.equal(meter.read().emfBytes, Buffer.byteLength(`${outcome.lines.join('\n')}\n`))
  })

  it('counts the bytes of the documents per hour', () => {
    const meter = linesMeter()
    const outcome = run(records(3))
    meter.add(outcome.lines, outcome.counts.received)
    const ofCalls = outcome.lines.filter((line) => !line.includes('"FunctionName"'))
    const { busiestHour, emfBytes, ownEmfBytes } = meter.read()
    assert.equal(busiestHour.emfBytes, Buffer.byteLength(`${ofCalls.join('\n')}\n`))
    assert.equal(busiestHour.emfBytes + ownEmfBytes, emfBytes)
  })

  it('counts at least one hour', () => {
    const meter = linesMeter()
    meter.add(run([]).lines, 0)
    const none = { metrics: 0, emfBytes: 0 }
    const { hours, metricHours, typicalHour, busiestHour } = meter.read()
    assert.deepEqual(
      { hours, metricHours, typicalHour, busiestHour },
      { hours: 1, metricHours: 0, typicalHour: none, busiestHour: none },
    )
  })
})
