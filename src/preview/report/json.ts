import type { ReportModel } from './model.ts'

/** Increased by incompatible changes. docs/report.schema.json describes this version. */
const VERSION = 1

type Model = ReportModel
type Row = Model['operations'][number] | Model['accounts'][number]

/** The complete report for programs, with the schema in docs/report.schema.json. */
export function jsonReport(model: ReportModel): string {
  const { span } = model
  return JSON.stringify({
    version: VERSION,
    files: model.files,
    sources: model.sources,
    configuration: model.settings,
    leftOut: model.leftOut,
    notRead: model.notRead.map(notReadJson),
    records: model.records,
    callsFolded: model.callsFolded,
    callsUnderOther: model.callsUnderOther,
    span: span === undefined ? null : { from: timeJson(span.from), to: timeJson(span.to) },
    deliveryLagSeconds: model.lag ?? null,
    totals: numbersJson(model.totals),
    regions: model.regions,
    by: model.grouping,
    sort: model.sort ?? null,
    columns: model.columns,
    usage: model.usage.map(rowJson),
    operations: model.operations.map(rowJson),
    accounts: model.accounts.map(rowJson),
    callers: model.callers.map(({ peak, peakTime, topOperation, ...caller }) => ({
      ...caller,
      ...peakJson({ peak, peakTime }),
      topOperation: topOperation ?? null,
    })),
    throttled: model.throttled.map(({ operation, callers }) => ({ operation: rowJson(operation), callers })),
    errors: model.errors,
    closestToLimits: model.closest.map(({ highest, topCaller, ...limit }) => ({
      ...limit,
      highest: { ...highest, time: timeJson(highest.time) },
      topCaller: topCaller ?? null,
    })),
    givenLimits: model.givenLimits,
    comparison: model.comparison ?? null,
    baselineGaps: gapsJson(model.baselineGaps),
    bills: model.bills,
    assumed: model.assumed,
    prices: model.prices,
    html: model.htmlPath ?? null,
    csv: model.csvPath ?? null,
    emf: model.emf ?? null,
  })
}

function rowJson(row: Row) {
  const { name, topCaller = null, topOperation = null } = row
  const limits = 'limitPerSecond' in row ? row : undefined
  return {
    name,
    ...numbersJson(row),
    limitPerSecond: limits?.limitPerSecond ?? null,
    utilizationPercent: limits?.utilizationPercent ?? null,
    topCaller,
    topOperation,
  }
}

function numbersJson({ calls, errors, throttles, peak, peakTime }: Model['totals']) {
  return { calls, errors, throttles, ...peakJson({ peak, peakTime }) }
}

function peakJson({ peak, peakTime }: Pick<Model['totals'], 'peak' | 'peakTime'>) {
  return { peakPerSecond: peak, peakTime: peak === 0 ? null : timeJson(peakTime) }
}

function notReadJson({ source, from, to, reason }: Model['notRead'][number]) {
  return { source, from: timeJson(from), to: timeJson(to), reason }
}

function gapsJson(gaps: Model['baselineGaps']) {
  return gaps === undefined ? null : { leftOut: gaps.leftOut, notRead: gaps.notRead.map(notReadJson) }
}

function timeJson(ms: number): string {
  return new Date(ms).toISOString()
}
