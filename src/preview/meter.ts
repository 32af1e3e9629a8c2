import type { Outcome } from '../pipeline.ts'
import type { Meter } from './bill.ts'
import { type Document, readDocument } from './document.ts'

const HOUR_MS = 60 * 60 * 1000

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricData.html */
const MAX_DATA_PER_REQUEST = 1000

/** Measures what CloudWatch, Logs and Lambda would bill for the outcomes of a configuration. */
export class BillingMeter {
  /** By clock hour, each metric of a series that is reported in it. */
  readonly #hours = new Map<number, Set<string>>()
  readonly #ownMetrics = new Set<string>()
  readonly #throttledSeries = new Set<string>()
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
    const hours = [...this.#hours.keys()]
    const [first, last] = [Math.min(...hours), Math.max(...hours)]
    return {
      hours: hours.length === 0 ? 1 : last - first + 1,
      records: this.#records,
      invocations: this.#invocations,
      metricHours: [...this.#hours.values()].reduce((sum, metrics) => sum + metrics.size, 0),
      ownMetrics: this.#ownMetrics.size,
      throttledSeries: this.#throttledSeries.size,
      emfBytes: this.#emfBytes,
      putMetricDataRequests: this.#putMetricDataRequests,
    }
  }

  /** Returns how many metrics of calls the document has. */
  #addDocument({ members, metrics, set, timestamp }: Document): number {
    if (set.includes('FunctionName')) {
      for (const metric of metrics) this.#ownMetrics.add(metric)
      return 0
    }
    const series = set.map((name) => `${name}\n${members[name]}`).join('\n')
    const hour = Math.floor(timestamp / HOUR_MS)
    let reported = this.#hours.get(hour)
    if (reported === undefined) {
      reported = new Set()
      this.#hours.set(hour, reported)
    }
    for (const metric of metrics) {
      reported.add(`${series}\n${metric}`)
      if (metric === 'ThrottleCount' && set.join() === 'Service,Region') this.#throttledSeries.add(series)
    }
    return metrics.length
  }
}
