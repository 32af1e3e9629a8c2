import { readFileSync } from 'node:fs'
import { isObject } from '../json.ts'

/** US dollars, of one Region at one date. The file prices.json says what each is for by its name. */
export interface Prices {
  readonly region: string
  readonly date: string
  readonly metricMonth: number
  readonly alarmMetricMonth: number
  readonly dashboardMonth: number
  readonly freeDashboards: number
  readonly logIngestionGB: number
  readonly logStorageGBMonth: number
  readonly lambdaGBSecond: number
  readonly lambdaMillionRequests: number
  readonly putMetricDataThousandRequests: number
}

/** What an input made of one configuration: the measure of the bill. */
export interface Meter {
  /** Clock hours from the first record to the last, both counted. */
  readonly hours: number
  /** Those of them in which there were any. */
  readonly hoursWithCalls: number
  readonly records: number
  readonly invocations: number
  /** Metrics of calls, each counted once for every clock hour in which it is reported: what CloudWatch bills. */
  readonly metricHours: number
  /** Metrics of the function itself, counted in the same way. */
  readonly ownMetricHours: number
  /** Series `Service,Region` with throttles, which the alarm on throttling looks at. */
  readonly throttledSeries: number
  readonly emfBytes: number
  /** Requests that PutMetricData would take for the same metrics. */
  readonly putMetricDataRequests: number
}

/** Dollars a month. */
export interface Bill {
  readonly callMetrics: number
  readonly ownMetrics: number
  readonly alarms: number
  readonly dashboard: number
  readonly log: number
  readonly lambda: number
  readonly total: number
  /** The total if PutMetricData were used in place of the log. */
  readonly byPutMetricData: number
}

/** Hours of a month by which AWS prorates. */
export const HOURS_OF_MONTH = 730

/** Metrics that the alarms of the template look at in its default configuration, but for that on throttling. */
export const ALARM_METRICS = 11

/** What is not measured here but assumed, and shown so. */
export const ASSUMED = {
  memoryGB: 0.25,
  /** A full core takes a seventh of that; the function has a seventh of a core. */
  secondsPerRecord: 0.0001,
  secondsPerInvocation: 0.01,
  /** Lambda's own lines about an invocation. */
  logBytesPerInvocation: 700,
  logRetentionDays: 30,
} as const

const BYTES_OF_GB = 2 ** 30
const DAYS_OF_MONTH = HOURS_OF_MONTH / 24

/** The bill of a month in which every hour is like those of the input. */
export function monthlyBill(meter: Meter, prices: Prices, dashboards = 1): Bill {
  const monthly = HOURS_OF_MONTH / meter.hours
  const logGB = ((meter.emfBytes + meter.invocations * ASSUMED.logBytesPerInvocation) * monthly) / BYTES_OF_GB
  const seconds = meter.records * ASSUMED.secondsPerRecord + meter.invocations * ASSUMED.secondsPerInvocation
  const parts = {
    callMetrics: (meter.metricHours / meter.hours) * prices.metricMonth,
    ownMetrics: (meter.ownMetricHours / meter.hours) * prices.metricMonth,
    alarms: (ALARM_METRICS + meter.throttledSeries) * prices.alarmMetricMonth,
    dashboard: Math.max(0, dashboards - prices.freeDashboards) * prices.dashboardMonth,
    log:
      logGB * (prices.logIngestionGB + (prices.logStorageGBMonth * ASSUMED.logRetentionDays) / DAYS_OF_MONTH),
    lambda:
      seconds * monthly * ASSUMED.memoryGB * prices.lambdaGBSecond +
      (meter.invocations * monthly * prices.lambdaMillionRequests) / 1e6,
  }
  const total = Object.values(parts).reduce((sum, part) => sum + part, 0)
  const requests = (meter.putMetricDataRequests * monthly * prices.putMetricDataThousandRequests) / 1000
  return { ...parts, total, byPutMetricData: total - parts.log + requests }
}

const DEFAULT_PRICES = new URL('prices.json', import.meta.url)

/**
 * The prices in a file of the same form as prices.json; those that it lacks are the default ones.
 * @throws {TypeError} naming what is no price
 */
export function readPrices(path?: string): Prices {
  const defaults: Prices = JSON.parse(readFileSync(DEFAULT_PRICES, 'utf8'))
  if (path === undefined) return defaults
  const own: unknown = JSON.parse(readFileSync(path, 'utf8'))
  if (!isObject<string>(own)) throw new TypeError(`${path}: expected an object of prices`)
  for (const [name, value] of Object.entries(own)) {
    if (!Object.hasOwn(defaults, name)) {
      throw new TypeError(
        `${path}: ${name} is no price. Expected some of ${Object.keys(defaults).join(', ')}`,
      )
    }
    const isText = name === 'region' || name === 'date'
    const isValid = isText ? typeof value === 'string' : typeof value === 'number' && value >= 0
    if (!isValid)
      throw new TypeError(`${path}: expected ${isText ? 'text' : 'a number of dollars'} for ${name}`)
  }
  return { ...defaults, ...own }
}
