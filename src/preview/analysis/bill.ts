import { reasonOf } from '../../util/errors.ts'
import { isObject } from '../../util/json.ts'

/** US dollars, of one Region at one date. Their names in prices.json say what they are for. */
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
}

/** The metrics of calls in one clock hour. */
export interface HourUsage {
  /** Each metric of each series counts once. */
  readonly metrics: number
  readonly emfBytes: number
}

/** The billed usage of one configuration for an input. */
export interface Meter {
  /** Clock hours from the first record to the last, inclusive. */
  readonly hours: number
  /** Hours that have calls. */
  readonly hoursWithCalls: number
  /** The median of the hours with calls, by their metrics. */
  readonly typicalHour: HourUsage
  readonly busiestHour: HourUsage
  readonly records: number
  readonly invocations: number
  /** Metrics of calls, each counted once per clock hour in which it has values, as CloudWatch bills them. */
  readonly metricHours: number
  /** Metrics of the function itself, counted in the same way. */
  readonly ownMetricHours: number
  /** Series that the alarms `throttling` and `rate-limit` analyze. They exist only if calls are throttled or close to a limit. */
  readonly alarmSeries: number
  readonly emfBytes: number
  /** The part of `emfBytes` that is about the function itself. */
  readonly ownEmfBytes: number
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
}

/** Hours per month in AWS price calculations. */
export const HOURS_OF_MONTH = 730

/** Metrics of the template's alarms by default, without the two alarms that have a varying number of metrics. */
export const ALARM_METRICS = 11

/** Assumptions, which the report shows. */
export const ASSUMED = {
  memoryGB: 0.25,
  /** A full core takes a seventh of that, but the function has only a seventh of a core. */
  secondsPerRecord: 0.0001,
  secondsPerInvocation: 0.01,
  /** The lines that Lambda writes for each invocation. */
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
    alarms: (ALARM_METRICS + meter.alarmSeries) * prices.alarmMetricMonth,
    dashboard: Math.max(0, dashboards - prices.freeDashboards) * prices.dashboardMonth,
    log:
      logGB * (prices.logIngestionGB + (prices.logStorageGBMonth * ASSUMED.logRetentionDays) / DAYS_OF_MONTH),
    lambda:
      seconds * monthly * ASSUMED.memoryGB * prices.lambdaGBSecond +
      (meter.invocations * monthly * prices.lambdaMillionRequests) / 1e6,
  }
  return { ...parts, total: Object.values(parts).reduce((sum, part) => sum + part, 0) }
}

/** The bill of a month in which every hour has the calls of `hour`. The costs of Lambda and of the function's own metrics are those of the average hour. */
export function monthlyBillOfHour(meter: Meter, hour: HourUsage, prices: Prices): Bill {
  const { hours, ownEmfBytes } = meter
  const emfBytes = hour.emfBytes * hours + ownEmfBytes
  return monthlyBill({ ...meter, metricHours: hour.metrics * hours, emfBytes }, prices)
}

/** A file of prices: its path, for messages, and its text. */
export interface PriceFile {
  readonly path: string
  readonly text: string
}

/**
 * Reads prices.
 * @param defaultText the text of prices.json
 * @param file prices of the same format that replace some of the defaults
 * @throws {TypeError} that names the file and its first entry that is not a price
 */
export function readPrices(defaultText: string, file?: PriceFile): Prices {
  const defaults: Prices = JSON.parse(defaultText)
  if (file === undefined) return defaults
  const { path, text } = file
  const own = parseJson(path, text)
  if (!isObject<string>(own)) throw new TypeError(`${path}: expected an object of prices`)
  for (const [name, value] of Object.entries(own)) {
    if (!Object.hasOwn(defaults, name)) {
      throw new TypeError(
        `${path}: ${name} is not the name of a price. Expected some of ${Object.keys(defaults).join(', ')}`,
      )
    }
    const isText = name === 'region' || name === 'date'
    const isValid = isText ? typeof value === 'string' : typeof value === 'number' && value >= 0
    if (!isValid)
      throw new TypeError(`${path}: expected ${isText ? 'text' : 'a number of dollars'} for ${name}`)
  }
  return { ...defaults, ...own }
}

function parseJson(path: string, text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new TypeError(`${path}: ${reasonOf(error)}`, { cause: error })
  }
}
