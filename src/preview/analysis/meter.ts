import { readDocument } from '../../cloudwatch/document.ts'
import type { DocumentParts } from '../../core/emf/serialize.ts'
import { getOrAdd } from '../../util/memo.ts'
import { HOUR_MS } from '../../util/time.ts'
import type { HourUsage, Meter } from './bill.ts'

/** The metrics of calls in one clock hour. */
interface Hour {
  /** Each metric of each series. */
  readonly metrics: Set<string>
  bytes: number
}

/** The billed usage of a document. */
type BilledParts = Pick<DocumentParts, 'dimensions' | 'timestamp'> & {
  readonly metrics: readonly { readonly name: string }[]
}

/** Measures the usage that CloudWatch and CloudWatch Logs bill for documents. */
export class DocumentMeter {
  /** By clock hour. */
  readonly hours = new Map<number, Hour>()
  /** Each of the function's own metrics in each clock hour. */
  readonly own = new Set<string>()
  /** Series that alarms analyze. */
  readonly alarmSeries = new Set<string>()
  /** Bytes of the lines, with their line breaks. */
  bytes = 0
  /** The part of these bytes that is about the function itself. */
  ownBytes = 0

  /** @param length that of the line, without the line break */
  add({ dimensions, metrics, timestamp }: BilledParts, length: number): void {
    this.bytes += length + 1
    const hour = Math.floor(timestamp / HOUR_MS)
    if ('FunctionName' in dimensions) {
      for (const { name } of metrics) this.own.add(`${hour} ${name}`)
      this.ownBytes += length + 1
      return
    }
    let series = ''
    for (const name in dimensions) series += `${name}\n${dimensions[name]}\n`
    const reported = getOrAdd(this.hours, hour, () => ({ metrics: new Set<string>(), bytes: 0 }))
    reported.bytes += length + 1
    for (const { name } of metrics) {
      reported.metrics.add(series + name)
      const isThrottling =
        name === 'ThrottleCount' && Object.keys(dimensions).join() === 'Service,Region,Account'
      if (isThrottling || name === 'RateLimitUtilization') this.alarmSeries.add(series)
    }
  }
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
          metrics: sum(this.#parts, ({ hours }) => hours.get(time)?.metrics.size ?? 0),
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
      ownMetricHours: sum(this.#parts, ({ own }) => own.size),
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
      for (const line of lines) documents.add(partsOf(line), line.length)
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
