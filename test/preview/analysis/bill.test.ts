import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { readDefaultPrices } from '../../../src/cli/assets.ts'
import {
  ALARM_METRICS,
  type Meter,
  monthlyBill,
  monthlyBillOfHour,
  type PriceFile,
  readPrices,
} from '../../../src/preview/analysis/bill.ts'
import { conditions, readTemplate, SOURCES } from '../../support/template.ts'

const DEFAULTS = readDefaultPrices()

const near = (actual: number, expected: number) =>
  assert.ok(Math.abs(actual - expected) < 1e-9, `${actual}, not ${expected}`)

describe('monthlyBill', () => {
  it('equals the result computed by hand', () => {
    const meter: Meter = {
      hours: 2,
      hoursWithCalls: 2,
      records: 10_000,
      invocations: 100,
      metricHours: 300,
      ownMetricHours: 8,
      alarmSeries: 2,
      emfBytes: 2 ** 30 - 70_000,
      ownEmfBytes: 1000,
      typicalHour: { metrics: 100, emfBytes: 2 ** 28 },
      busiestHour: { metrics: 200, emfBytes: 2 ** 29 },
    }
    const bill = monthlyBill(meter, readPrices(DEFAULTS), 5)
    near(bill.callMetrics, 45) // 150 metrics in an hour at $0.30
    near(bill.ownMetrics, 1.2)
    near(bill.alarms, 1.3) // 11 + 2 metrics at $0.10
    near(bill.dashboard, 6) // 2 of 5 are not free
    near(bill.log, 365 * 0.5 + (365 * 0.03 * 30) / (730 / 24)) // 1 GB in 2 hours is 365 a month, kept 30 days
    near(bill.lambda, (2 * 365 * 0.0000133334) / 4 + (100 * 365 * 0.2) / 1e6) // 1 s for records, 1 s for invocations
    near(
      bill.total,
      bill.callMetrics + bill.ownMetrics + bill.alarms + bill.dashboard + bill.log + bill.lambda,
    )
  })

  it('can be computed as if every hour had the calls of one hour', () => {
    const meter: Meter = {
      hours: 3,
      hoursWithCalls: 2,
      records: 300,
      invocations: 3,
      metricHours: 90,
      ownMetricHours: 9,
      alarmSeries: 0,
      emfBytes: 3_000_000,
      ownEmfBytes: 30_000,
      typicalHour: { metrics: 40, emfBytes: 1_400_000 },
      busiestHour: { metrics: 50, emfBytes: 1_600_000 },
    }
    const prices = readPrices(DEFAULTS)
    const average = monthlyBill(meter, prices)
    const busiest = monthlyBillOfHour(meter, meter.busiestHour, prices)
    near(busiest.callMetrics, 15) // 50 metrics at $0.30
    // The lines of the calls are those of that hour, the function's own lines those of the average hour.
    const likeThat = monthlyBill({ ...meter, hours: 1, invocations: 1, emfBytes: 1_600_000 + 10_000 }, prices)
    near(busiest.log, likeThat.log)
    assert.deepEqual(
      [busiest.ownMetrics, busiest.alarms, busiest.lambda],
      [average.ownMetrics, average.alarms, average.lambda],
    )
  })

  it('has the number of alarm metrics of the template by default', () => {
    const holds = conditions(SOURCES.Logs)
    const alarms = Object.values(readTemplate().Resources).filter(
      ({ Type, Condition }) =>
        Type === 'AWS::CloudWatch::Alarm' &&
        !['WatchesThrottling', 'WatchesRateLimits'].includes(Condition ?? '') &&
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

describe('readPrices', () => {
  const file = (content: unknown): PriceFile => ({ path: 'own.json', text: JSON.stringify(content) })

  it('has a date and a Region', () => {
    const { date, region } = readPrices(DEFAULTS)
    assert.match(date, /^\d{4}-\d\d$/)
    assert.equal(region, 'us-east-1')
  })

  it('uses prices in a file instead of the default ones', () => {
    assert.deepEqual(readPrices(DEFAULTS, file({ region: 'eu-central-1', metricMonth: 0.25 })), {
      ...readPrices(DEFAULTS),
      region: 'eu-central-1',
      metricMonth: 0.25,
    })
  })

  for (const [content, reason] of [
    [[], /expected an object of prices/],
    [{ metrics: 1 }, /metrics is not the name of a price\. Expected some of region, date, metricMonth/],
    [{ metricMonth: '0.3' }, /expected a number of dollars for metricMonth/],
    [{ metricMonth: -1 }, /expected a number of dollars for metricMonth/],
    [{ region: 1 }, /expected text for region/],
  ] as const) {
    it(`refuses ${JSON.stringify(content)}`, () =>
      assert.throws(() => readPrices(DEFAULTS, file(content)), reason))
  }

  it('refuses a file that is not JSON, and names it', () =>
    assert.throws(
      () => readPrices(DEFAULTS, { path: 'own.json', text: '{' }),
      (error) => error instanceof TypeError && error.message.startsWith('own.json: '),
    ))
})
