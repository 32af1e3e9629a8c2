import { readDocument } from '../../cloudwatch/document.ts'
import type { DocumentParts } from '../../core/emf/serialize.ts'
import { getOrAdd } from '../../util/memo.ts'
import { HOUR_MS } from '../../util/time.ts'
import type { HourUsage, Meter } from './bill.ts'

/** The metrics of calls in one clock hour. */
interface Hour {
  /** The metrics that each series has, as bits, by the number of the series. */
  readonly series: number[]
  /** Each metric of each series counts once. */
  metrics: number
  bytes: number
}

/** The parts of a document that matter for the bill. */
type BilledParts = Pick<DocumentParts, 'dimensions' | 'timestamp'> & {
  readonly metrics: readonly { readonly name: string }[]
}

/** The billed usage of one document. */
export interface BilledDocument {
  /** The number of the clock hour. */
  readonly hour: number
  /** The names and values of its dimensions. */
  readonly series: string
  /** Its metrics, as bits. */
  readonly metrics: number
  /** Bytes of its line, with the line break. */
  readonly bytes: number
  readonly about: 'function' | 'calls' | 'alarm'
}

/** The names of metrics, in the order of their bits. The documents of this project have 14. */
const METRICS: string[] = []

/** @param length that of the line, without the line break */
export function billed({ dimensions, metrics, timestamp }: BilledParts, length: number): BilledDocument {
  let series = ''
  for (const name in dimensions) series += `${name}\n${dimensions[name]}\n`
  let bits = 0
  for (const { name } of metrics) bits |= bitOf(name)
  const hour = Math.floor(timestamp / HOUR_MS)
  return { hour, series, metrics: bits, bytes: length + 1, about: aboutOf(dimensions, metrics) }
}

function bitOf(metric: string): number {
  const place = METRICS.indexOf(metric)
  return 1 << (place < 0 ? METRICS.push(metric) - 1 : place)
}

function aboutOf(
  dimensions: BilledParts['dimensions'],
  metrics: BilledParts['metrics'],
): BilledDocument['about'] {
  if ('FunctionName' in dimensions) return 'function'
  const isThrottled = metrics.some(({ name }) => name === 'ThrottleCount')
  if (isThrottled && Object.keys(dimensions).join() === 'Service,Region,Account') return 'alarm'
  return metrics.some(({ name }) => name === 'RateLimitUtilization') ? 'alarm' : 'calls'
}

/** Measures the usage that CloudWatch and CloudWatch Logs bill for documents. */
export class DocumentMeter {
  /** By clock hour. */
  readonly hours = new Map<number, Hour>()
  /** Numbers of the series, so that the hours of a long trail don't each hold their names. */
  readonly #numbers = new Map<string, number>()
  /** The function's own metrics in each clock hour, as bits. */
  readonly #own = new Map<number, number>()
  /** Series that alarms analyze. */
  readonly alarmSeries = new Set<string>()
  /** Bytes of the lines, with their line breaks. */
  bytes = 0
  /** The part of these bytes that is about the function itself. */
  ownBytes = 0

  /** The function's own metrics, each counted once per clock hour. */
  get ownMetricHours(): number {
    return sum([...this.#own.values()], bitsIn)
  }

  add({ hour, series, metrics, bytes, about }: BilledDocument): void {
    this.bytes += bytes
    if (about === 'function') {
      this.#own.set(hour, (this.#own.get(hour) ?? 0) | metrics)
      this.ownBytes += bytes
      return
    }
    const reported = getOrAdd(this.hours, hour, newHour)
    reported.bytes += bytes
    const number = getOrAdd(this.#numbers, series, () => this.#numbers.size)
    const known = reported.series[number] ?? 0
    const all = known | metrics
    if (all !== known) {
      reported.series[number] = all
      reported.metrics += bitsIn(all) - bitsIn(known)
    }
    if (about === 'alarm') this.alarmSeries.add(series)
  }
}

function newHour(): Hour {
  return { series: [], metrics: 0, bytes: 0 }
}

function bitsIn(bits: number): number {
  let count = 0
  for (let left = bits; left !== 0; left &= left - 1) count++
  return count
}

/** Measures the billed usage of a configuration. */
export class BillingMeter {
  readonly #parts: readonly DocumentMeter[]
  #records = 0
  #invocations = 0

  /** @param parts meters of its documents, without common series */
  constructor(parts: readonly DocumentMeter[]) {
    this.#parts = parts
  }

  /** Call this for each invocation after measuring its documents. @param records number of records received */
  endInvocation(records: number): void {
    this.#invocations++
    this.#records += records
  }

  read(): Meter {
    const times = [...new Set(this.#parts.flatMap((part) => [...part.hours.keys()]))].sort((a, b) => a - b)
    const [first = 0, last = first] = [times[0], times.at(-1)]
    const hours = times
      .map((time): HourUsage => {
        return {
          metrics: sum(this.#parts, ({ hours }) => hours.get(time)?.metrics ?? 0),
          emfBytes: sum(this.#parts, ({ hours }) => hours.get(time)?.bytes ?? 0),
        }
      })
      .sort((a, b) => a.metrics - b.metrics || a.emfBytes - b.emfBytes)
    const none: HourUsage = { metrics: 0, emfBytes: 0 }
    return {
      hours: last - first + 1,
      hoursWithCalls: hours.length,
      typicalHour: hours[Math.floor(hours.length / 2)] ?? none,
      busiestHour: hours.at(-1) ?? none,
      records: this.#records,
      invocations: this.#invocations,
      metricHours: sum(hours, ({ metrics }) => metrics),
      ownMetricHours: sum(this.#parts, ({ ownMetricHours }) => ownMetricHours),
      alarmSeries: sum(this.#parts, ({ alarmSeries }) => alarmSeries.size),
      emfBytes: sum(this.#parts, ({ bytes }) => bytes),
      ownEmfBytes: sum(this.#parts, ({ ownBytes }) => ownBytes),
    }
  }
}

/** Measures lines that were made, with the records that each invocation received. */
export function linesMeter(): { add(lines: readonly string[], records: number): void; read(): Meter } {
  const documents = new DocumentMeter()
  const meter = new BillingMeter([documents])
  return {
    add(lines, records) {
      for (const line of lines) documents.add(billed(partsOf(line), line.length))
      meter.endInvocation(records)
    },
    read: () => meter.read(),
  }
}

function partsOf(line: string): BilledParts {
  const { timestamp, set, members, metrics } = readDocument(line)
  return {
    timestamp,
    dimensions: Object.fromEntries(set.map((name) => [name, String(members[name])])),
    metrics: metrics.map((name) => ({ name })),
  }
}

function sum<Item>(items: readonly Item[], of: (item: Item) => number): number {
  return items.reduce((total, item) => total + of(item), 0)
}
