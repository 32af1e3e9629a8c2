import { ALARM_METRICS, ASSUMED, HOURS_OF_MONTH } from './bill.ts'
import { ACCOUNTING, type ReportInput } from './report.ts'
import { callersOf, deliveryLag, ownSums, throttledOperations, timeSpan, usageBy } from './usage.ts'

/** The same as the text report, in full length, for programs. Times are in milliseconds since 1970, money in dollars a month. */
export function jsonReport(input: ReportInput): object {
  const { extraction, grouping } = input
  const own = ownSums(extraction)
  return {
    files: { read: input.filesRead, passedOver: input.filesPassedOver },
    records: Object.fromEntries(ACCOUNTING.map(([, metric]) => [metric, own.get(metric) ?? 0])),
    callsFolded: own.get('CallsFolded') ?? 0,
    span: timeSpan(extraction) ?? null,
    by: grouping,
    usage: usageBy(grouping, extraction),
    throttled: throttledOperations(extraction),
    callers: callersOf(extraction),
    comparison: input.comparison ?? null,
    deliveryLagSeconds: input.knowsLag ? (deliveryLag(extraction) ?? null) : null,
    bills: input.bills,
    assumed: { ...ASSUMED, alarmMetrics: ALARM_METRICS, hoursOfMonth: HOURS_OF_MONTH },
    prices: input.prices,
    html: input.htmlPath ?? null,
    emf: input.emfPath === undefined ? null : { path: input.emfPath, lines: input.lines },
  }
}
