import type { ReportModel } from '../model.ts'
import { type CsvTable, csvTime } from './table.ts'

type ChangeList = NonNullable<ReportModel['comparison']>['errors']

/** The totals. */
export const SUMMARY: CsvTable = {
  file: 'summary.csv',
  columns: ['name', 'value'],
  rowsOf: ({
    totals,
    span,
    files,
    records,
    accounts,
    callers,
    operationCount,
    callsFolded,
    callsUnderOther,
  }) => [
    ['calls', totals.calls],
    ['errors', totals.errors],
    ['throttled_calls', totals.throttles],
    ['peak_calls_per_second', totals.peak],
    ['peak_time', totals.peak === 0 ? undefined : csvTime(totals.peakTime)],
    ['first_call', span && csvTime(span.from)],
    ['last_call', span && csvTime(span.to)],
    ['accounts', accounts.length],
    ['callers', callers.length],
    ['operations', operationCount],
    ['files_read', files.read],
    ['files_skipped', files.skipped],
    ['records_received', records.RecordsReceived],
    ['records_counted', records.RecordsCounted],
    ['records_malformed', records.RecordsMalformed],
    ['records_duplicate', records.RecordsDuplicate],
    ['records_skipped', records.RecordsSkipped],
    ['records_filtered', records.RecordsFiltered],
    ['records_expired', records.RecordsExpired],
    ['calls_folded', callsFolded],
    ['calls_under_other', callsUnderOther],
  ],
}

/** Frequencies per hour in the baseline and in the newer calls. */
export const COMPARISON: CsvTable = {
  file: 'comparison.csv',
  columns: ['kind', 'change', 'account', 'name', 'before_per_hour', 'after_per_hour'],
  rowsOf: ({ comparison }) => {
    if (comparison === undefined) return undefined
    const { operations, callers, throttles, errors } = comparison
    const rows = (kind: string, change: string, list: ChangeList) =>
      list.map(({ name, before, after }) => [kind, change, undefined, name.join(' '), before, after])
    const callerRows = (change: string, list: ChangeList) =>
      list.map(({ name, before, after }) => ['caller', change, ...name, before, after])
    return [
      ...rows('operation', 'new', operations.appeared),
      ...rows('operation', 'gone', operations.disappeared),
      ...rows('operation', 'grown', operations.grown),
      ...callerRows('new', callers.appeared),
      ...callerRows('gone', callers.disappeared),
      ...callerRows('grown', callers.grown),
      ...rows('throttled calls', 'grown', throttles),
      ...rows('error', 'grown', errors),
    ]
  },
}

const PARTS = ['callMetrics', 'ownMetrics', 'alarms', 'dashboard', 'log', 'lambda', 'total'] as const

/** Rounds to hundredths of a cent. */
function rounded(amount: number): number {
  return Math.round(amount * 10_000) / 10_000
}

/** Dollars a month of the configuration and its alternatives. */
export const BILL: CsvTable = {
  file: 'bill.csv',
  columns: [
    'configuration',
    'hours',
    'metrics_per_hour',
    'metrics_of_calls',
    'metrics_of_function',
    'alarms',
    'dashboard',
    'log',
    'lambda',
    'total',
  ],
  rowsOf: ({ bills }) =>
    bills.flatMap(({ name, meter, bill, typicalHour, busiestHour }) =>
      (
        [
          ['average', meter.metricHours / meter.hours, bill],
          ['typical', meter.typicalHour.metrics, typicalHour],
          ['busiest', meter.busiestHour.metrics, busiestHour],
        ] as const
      ).map(([hours, metrics, cost]) => [
        name,
        hours,
        rounded(metrics),
        ...PARTS.map((part) => rounded(cost[part])),
      ]),
    ),
}
