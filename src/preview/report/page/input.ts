import { secondText } from '../../../util/time.ts'
import type { ReportModel } from '../model.ts'
import type { PageInput } from './page.ts'

/** Rows of the table of limits: the page is read by people, and the JSON has all of them. */
const LIMIT_ROWS = 100

/** What the page shows of a report. */
export function pageInput(model: ReportModel): PageInput {
  const { files, knowsLag, records, dashboard } = model
  const lag = knowsLag
    ? ''
    : ' The names of the files do not tell when they were delivered, so there is no lag.'
  return {
    title: 'API usage: the dashboard, drawn locally',
    source: `The dashboard of the stack over the records of ${files.read} ${files.read === 1 ? 'file' : 'files'}.${lag} All times are UTC.`,
    calls: records.RecordsCounted,
    periodSeconds: dashboard.periodSeconds,
    widgets: [...dashboard.widgets, limitsTable(model)],
  }
}

/** A table below the widgets of the dashboard, which in CloudWatch has nothing like it. */
function limitsTable({ closest, dashboard }: ReportModel): PageInput['widgets'][number] {
  const columns = [
    ...['Operation', 'Account', 'Region', 'Used (percent, an estimate)', 'When (UTC)', 'Window (seconds)'],
    ...['Peak (calls/s)', 'Limit (calls/s)', 'Bucket (calls)', 'Source', 'Top caller'],
  ]
  const rows = closest
    .slice(0, LIMIT_ROWS)
    .map((one) => [
      `${one.service} ${one.operation}`,
      one.account,
      one.region,
      one.highest.percent,
      secondText(one.highest.time),
      one.highest.windowSeconds,
      one.peakPerSecond,
      one.limitPerSecond,
      `${one.bucketSize}${one.bucketAssumed ? ' (assumed)' : ''}`,
      one.source,
      one.topCaller?.name ?? '',
    ])
  const below = dashboard.widgets.reduce((y, widget) => Math.max(y, widget.y + widget.height), 0)
  return {
    kind: 'table',
    title: 'Closest to their limits (only in this page)',
    answer: { columns, rows },
    x: 0,
    y: below,
    width: 24,
    height: 6,
  }
}
