import { type Document, readDocument } from '../../cloudwatch/document.ts'
import type { Outcome } from '../../core/pipeline.ts'
import { HOUR_MS } from '../../util/time.ts'
import type { Meter } from './bill.ts'

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricData.html */
const MAX_DATA_PER_REQUEST = 1000

/** Measures what CloudWatch, Logs and Lambda would bill for the outcomes of a configuration. */
export class BillingMeter {
  /** By clock hour, each metric of a series that is reported in it. */
  readonly #hours = new Map<number, Set<string>>()
  /** Each of the function's own metrics in each clock hour. */
  readonly #own = new Set<string>()
  readonly #alarmSeries = new Set<string>()
  #records = 0
  #invocations = 0
  #emfBytes = 0
  #putMetricDataRequests = 0

  add({ lines, counts }: Outcome): void {
    this.#invocations++
    this.#records += counts.received
    let data = 0
    for (const line of lines) {
      this.#emfBytes += line.length + 1
      data += this.#addDocument(readDocument(line))
    }
    this.#putMetricDataRequests += Math.ceil(data / MAX_DATA_PER_REQUEST)
  }

  read(): Meter {
    const hours = [...this.#hours.keys()].sort((a, b) => a - b)
    const [first = 0, last = first] = [hours[0], hours.at(-1)]
    return {
      hours: last - first + 1,
      hoursWithCalls: hours.length,
      records: this.#records,
      invocations: this.#invocations,
      metricHours: [...this.#hours.values()].reduce((sum, metrics) => sum + metrics.size, 0),
      ownMetricHours: this.#own.size,
      alarmSeries: this.#alarmSeries.size,
      emfBytes: this.#emfBytes,
      putMetricDataRequests: this.#putMetricDataRequests,
    }
  }

  /** Returns how many metrics the document has. */
  #addDocument({ members, metrics, set, timestamp }: Document): number {
    const hour = Math.floor(timestamp / HOUR_MS)
    if (set.includes('FunctionName')) {
      for (const metric of metrics) this.#own.add(`${hour} ${metric}`)
      return metrics.length
    }
    const series = set.map((name) => `${name}\n${members[name]}`).join('\n')
    let reported = this.#hours.get(hour)
    if (reported === undefined) {
      reported = new Set()
      this.#hours.set(hour, reported)
    }
    for (const metric of metrics) {
      reported.add(`${series}\n${metric}`)
      const isThrottling = metric === 'ThrottleCount' && set.join() === 'Service,Region,Account'
      if (isThrottling || metric === 'RateLimitUtilization') this.#alarmSeries.add(series)
    }
    return metrics.length
  }
}
