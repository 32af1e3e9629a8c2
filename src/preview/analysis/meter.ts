import { readDocument } from '../../cloudwatch/document.ts'
import type { DocumentParts } from '../../core/emf/serialize.ts'
import { HOUR_MS } from '../../util/time.ts'
import type { Meter } from './bill.ts'

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricData.html */
const MAX_DATA_PER_REQUEST = 1000

/** What is billed of a document. */
type BilledParts = Pick<DocumentParts, 'dimensions' | 'timestamp'> & {
  readonly metrics: readonly { readonly name: string }[]
}

/** Measures what CloudWatch and Logs bill for documents. */
export class DocumentMeter {
  /** By clock hour, each metric of a series that is reported in it. */
  readonly hours = new Map<number, Set<string>>()
  /** Each of the function's own metrics in each clock hour. */
  readonly own = new Set<string>()
  /** Series that alarms analyse. */
  readonly alarmSeries = new Set<string>()
  /** Of the lines, with their line breaks. */
  bytes = 0
  /** Metrics in all documents together. */
  data = 0

  /** @param length that of the line, without the line break */
  add({ dimensions, metrics, timestamp }: BilledParts, length: number): void {
    this.bytes += length + 1
    this.data += metrics.length
    const hour = Math.floor(timestamp / HOUR_MS)
    if ('FunctionName' in dimensions) {
      for (const { name } of metrics) this.own.add(`${hour} ${name}`)
      return
    }
    let series = ''
    for (const name in dimensions) series += `${name}\n${dimensions[name]}\n`
    let reported = this.hours.get(hour)
    if (reported === undefined) {
      reported = new Set()
      this.hours.set(hour, reported)
    }
    for (const { name } of metrics) {
      reported.add(series + name)
      const isThrottling =
        name === 'ThrottleCount' && Object.keys(dimensions).join() === 'Service,Region,Account'
      if (isThrottling || name === 'RateLimitUtilization') this.alarmSeries.add(series)
    }
  }
}

/** Measures what the outcomes of a configuration are billed for. */
export class BillingMeter {
  readonly #parts: readonly DocumentMeter[]
  #records = 0
  #invocations = 0
  #data = 0
  #putMetricDataRequests = 0

  /** @param parts measure its documents. No series is in two of them */
  constructor(parts: readonly DocumentMeter[]) {
    this.#parts = parts
  }

  /** Is called for each invocation when its documents are measured. @param records those it received */
  endInvocation(records: number): void {
    this.#invocations++
    this.#records += records
    const data = sum(this.#parts, (part) => part.data)
    this.#putMetricDataRequests += Math.ceil((data - this.#data) / MAX_DATA_PER_REQUEST)
    this.#data = data
  }

  read(): Meter {
    const hours = [...new Set(this.#parts.flatMap((part) => [...part.hours.keys()]))].sort((a, b) => a - b)
    const [first = 0, last = first] = [hours[0], hours.at(-1)]
    return {
      hours: last - first + 1,
      hoursWithCalls: hours.length,
      records: this.#records,
      invocations: this.#invocations,
      metricHours: sum(this.#parts, (part) => sum([...part.hours.values()], ({ size }) => size)),
      ownMetricHours: sum(this.#parts, ({ own }) => own.size),
      alarmSeries: sum(this.#parts, ({ alarmSeries }) => alarmSeries.size),
      emfBytes: sum(this.#parts, ({ bytes }) => bytes),
      putMetricDataRequests: this.#putMetricDataRequests,
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
