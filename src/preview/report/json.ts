import type { ReportModel } from './model.ts'

/** The report in full length, for programs. Times are in milliseconds since 1970, money in dollars a month. */
export function jsonReport(model: ReportModel): string {
  return JSON.stringify({
    files: model.files,
    notRead: model.notRead,
    records: model.records,
    leftOut: model.leftOut,
    callsFolded: model.callsFolded,
    span: model.span ?? null,
    by: model.grouping,
    usage: model.usage,
    throttled: model.throttled,
    closestToLimits: model.closest,
    givenLimits: model.givenLimits,
    callers: model.callers,
    comparison: model.comparison ?? null,
    baselineGaps: model.baselineGaps ?? null,
    deliveryLagSeconds: model.lag ?? null,
    bills: model.bills,
    assumed: model.assumed,
    prices: model.prices,
    html: model.htmlPath ?? null,
    emf: model.emf ?? null,
  })
}
