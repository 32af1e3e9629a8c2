import type { Counts } from '../usage/counts.ts'
import type { DocumentParts, Metric } from './serialize.ts'

/** What one invocation says of itself. */
export interface SelfReport {
  readonly namespace: string
  readonly functionName: string
  /** The time of the invocation, in milliseconds since 1970. */
  readonly now: number
  readonly counts: Readonly<Counts>
  /** Objects that were delivered but are no CloudTrail log files. They hold no records, so no count has them. */
  readonly objectsSkipped: number
  /** How long before `now` the newest and the oldest counted record happened, in milliseconds. */
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

/** The function's own document. A count of 0 is left out (its metric would be billed) but the first. */
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

/** A record from ahead of the clock is not late. */
function seconds(milliseconds: number): number {
  return Math.max(0, milliseconds) / 1000
}
