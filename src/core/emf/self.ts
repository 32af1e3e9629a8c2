import type { Counts } from '../usage/counts.ts'
import type { DocumentParts, Metric } from './serialize.ts'

/** The metrics of one invocation about itself. */
export interface SelfReport {
  readonly namespace: string
  readonly functionName: string
  /** The time of the invocation, in milliseconds since 1970. */
  readonly now: number
  readonly counts: Readonly<Counts>
  /** Delivered objects that aren't CloudTrail log files. They have no records, so no other count includes them. */
  readonly objectsSkipped: number
  /** Age of the newest and the oldest counted record at `now`, in milliseconds. */
  readonly lag: { readonly newest: number; readonly oldest: number }
}

/** The metric that shows each count. */
const METRIC_NAMES: readonly (readonly [count: keyof Counts, metric: string])[] = [
  ['received', 'RecordsReceived'],
  ['counted', 'RecordsCounted'],
  ['malformed', 'RecordsMalformed'],
  ['duplicate', 'RecordsDuplicate'],
  ['skipped', 'RecordsSkipped'],
  ['filtered', 'RecordsFiltered'],
  ['expired', 'RecordsExpired'],
  ['folded', 'CallsFolded'],
]

/** The function's own document. A count of 0 is omitted, because its metric would be billed, except for the first one. */
export function selfDocument(report: SelfReport): DocumentParts {
  const { namespace, functionName, now, counts, objectsSkipped, lag } = report
  const metrics: Metric[] = []
  for (const [count, name] of METRIC_NAMES) {
    const value = counts[count]
    if (value > 0 || count === 'received') metrics.push({ name, unit: 'Count', values: [value] })
  }
  if (objectsSkipped > 0) metrics.push({ name: 'ObjectsSkipped', unit: 'Count', values: [objectsSkipped] })
  if (counts.counted > 0) {
    const newest = seconds(lag.newest)
    metrics.push({
      name: 'DeliveryLag',
      unit: 'Seconds',
      values: counts.counted === 1 ? [newest] : [newest, seconds(lag.oldest)],
    })
  }
  return { namespace, timestamp: now, dimensions: { FunctionName: functionName }, metrics }
}

/** A record whose time is ahead of the clock isn't late. */
function seconds(milliseconds: number): number {
  return Math.max(0, milliseconds) / 1000
}
