import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import { ALARM_METRICS, type Meter, monthlyBill, readPrices } from '../../src/preview/bill.ts'
import { BillingMeter } from '../../src/preview/meter.ts'
import { at, records } from '../support/records.ts'
import { pipeline, run, runIn } from '../support/run.ts'
import { conditions, readTemplate, SOURCES } from '../support/template.ts'

const near = (actual: number, expected: number) =>
  assert.ok(Math.abs(actual - expected) < 1e-9, `${actual}, not ${expected}`)

describe('monthlyBill', () => {
  it('is what one computes by hand', () => {
    const meter: Meter = {
      hours: 2,
      hoursWithCalls: 2,
      records: 10_000,
      invocations: 100,
      metricHours: 300,
      ownMetricHours: 8,
      throttledSeries: 2,
      emfBytes: 2 ** 30 - 70_000,
      putMetricDataRequests: 200,
    }
    const bill = monthlyBill(meter, readPrices(), 5)
    near(bill.callMetrics, 45) // 150 metrics in an hour at $0.30
    near(bill.ownMetrics, 1.2)
    near(bill.alarms, 1.3) // 11 + 2 metrics at $0.10
    near(bill.dashboard, 6) // 2 of 5 are not free
    near(bill.log, 365 * 0.5 + (365 * 0.03 * 30) / (730 / 24)) // 1 GB in 2 hours is 365 a month, kept 30 days
    near(bill.lambda, (2 * 365 * 0.0000133334) / 4 + (100 * 365 * 0.2) / 1e6) // 1 s for records, 1 s for invocations
    near(bill.byPutMetricData, bill.total - bill.log + (200 * 365 * 0.01) / 1000)
    near(
      bill.total,
      bill.callMetrics + bill.ownMetrics + bill.alarms + bill.dashboard + bill.log + bill.lambda,
    )
  })

  it('has as many metrics in alarms as the template by default', () => {
    const holds = conditions(SOURCES.Logs)
    const alarms = Object.values(readTemplate().Resources).filter(
      ({ Type, Condition }) =>
        Type === 'AWS::CloudWatch::Alarm' &&
        Condition !== 'WatchesThrottling' &&
        (Condition === undefined || holds(Condition)),
    )
    const metrics = alarms.map(({ Properties }) => {
      const stats = Properties.Metrics
      return Array.isArray(stats) ? stats.filter((stat) => 'MetricStat' in stat).length : 1
    })
    assert.equal(
      metrics.reduce((sum, count) => sum + count, 0),
      ALARM_METRICS,
    )
  })
})

describe('BillingMeter', () => {
  it('counts each metric once for every clock hour in which it is reported', () => {
    const meter = new BillingMeter()
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
      meter.add(outcome)
    }
    const {
      hours,
      metricHours,
      invocations,
      records: received,
      ownMetricHours,
      throttledSeries,
      putMetricDataRequests,
    } = meter.read()
    // Hour 0: both sets with all three metrics; hours 1 and 3: both sets with CallCount.
    assert.deepEqual({ hours, metricHours }, { hours: 4, metricHours: 6 + 2 + 2 })
    assert.deepEqual(
      { invocations, received, ownMetricHours, throttledSeries, putMetricDataRequests },
      {
        invocations: 5,
        received: 10,
        ownMetricHours: 9,
        throttledSeries: 1,
        putMetricDataRequests: 5,
      },
    )
  })

  it('counts the bytes of the lines with their line breaks', () => {
    const meter = new BillingMeter()
    const outcome = run(records(3))
    meter.add(outcome)
    assert.equal(meter.read().emfBytes, Buffer.byteLength(`${outcome.lines.join('\n')}\n`))
  })

  it('has an hour where there was nothing', () => {
    const meter = new BillingMeter()
    meter.add(run([]))
    assert.deepEqual(
      [meter.read().hours, meter.read().metricHours, meter.read().putMetricDataRequests],
      [1, 0, 1],
    )
  })
})

describe('readPrices', () => {
  const folder = mkdtempSync(join(tmpdir(), 'prices-'))
  after(() => rmSync(folder, { recursive: true }))
  const file = (content: unknown) => {
    const path = join(folder, 'prices.json')
    writeFileSync(path, JSON.stringify(content))
    return path
  }

  it('has a date and a Region', () => {
    const { date, region } = readPrices()
    assert.match(date, /^\d{4}-\d\d$/)
    assert.equal(region, 'us-east-1')
  })

  it('takes prices of a file over its own', () => {
    assert.deepEqual(readPrices(file({ region: 'eu-central-1', metricMonth: 0.25 })), {
      ...readPrices(),
      region: 'eu-central-1',
      metricMonth: 0.25,
    })
  })

  for (const [content, reason] of [
    [[], /expected an object of prices/],
    [{ metrics: 1 }, /metrics is no price\. Expected some of region, date, metricMonth/],
    [{ metricMonth: '0.3' }, /expected a number of dollars for metricMonth/],
    [{ metricMonth: -1 }, /expected a number of dollars for metricMonth/],
    [{ region: 1 }, /expected text for region/],
  ] as const) {
    it(`refuses ${JSON.stringify(content)}`, () => assert.throws(() => readPrices(file(content)), reason))
  }
})
