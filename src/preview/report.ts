import { ALARM_METRICS, ASSUMED, type Bill, type Meter, type Prices } from './bill.ts'
import type { Change, Changes, Comparison } from './compare.ts'
import type { Extraction } from './extract.ts'
import { bold, type Cell, type Column, cellText, table } from './table.ts'
import {
  COLUMNS,
  callersOf,
  deliveryLag,
  type Grouping,
  ownSums,
  throttledOperations,
  timeSpan,
  type UsageRow,
  usageBy,
} from './usage.ts'

/** All that a report is made from. */
export interface ReportInput {
  readonly extraction: Extraction
  readonly filesRead: number
  readonly filesPassedOver: number
  readonly lines: number
  /** Where the EMF lines are; undefined where they were not written. */
  readonly emfPath: string | undefined
  /** Where the page is; undefined where it was not written. */
  readonly htmlPath: string | undefined
  readonly knowsLag: boolean
  readonly grouping: Grouping
  /** TOP_CALLERS of the configuration. */
  readonly topCallers: number
  readonly top: number
  readonly prices: Prices
  /** The bill of the configuration, then of those beside it. */
  readonly bills: readonly BilledVariant[]
  readonly comparison: Comparison | undefined
}

export interface BilledVariant {
  readonly name: string
  readonly meter: Meter
  readonly bill: Bill
}

/** The function's own counts in the order of the report; all but the first are parts of the first. */
export const ACCOUNTING = [
  ['received', 'RecordsReceived'],
  ['counted', 'RecordsCounted'],
  ['malformed', 'RecordsMalformed'],
  ['duplicate', 'RecordsDuplicate'],
  ['skipped (not an API call)', 'RecordsSkipped'],
  ['filtered (operation patterns)', 'RecordsFiltered'],
  ['expired (eventTime)', 'RecordsExpired'],
] as const

const left = (head: string): Column => ({ head, align: 'left' })
const right = (head: string): Column => ({ head, align: 'right' })

/** The report as text, no wider than `width` characters where it can be helped. */
export function report(input: ReportInput, width: number): string {
  const sections = [
    records(input, width),
    busiest(input, width),
    throttled(input, width),
    callers(input, width),
    input.comparison === undefined ? [] : comparison(input.comparison, input.top, width),
    bill(input, width),
    written(input),
  ]
  return sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')
}

function written({ emfPath, htmlPath, lines }: ReportInput): string[] {
  return [
    ...(emfPath === undefined ? [] : [`${cellText(lines)} EMF lines written to ${emfPath}`]),
    ...(htmlPath === undefined ? [] : [`The dashboard, to be opened in a browser, written to ${htmlPath}`]),
  ]
}

function records({ extraction, filesRead, filesPassedOver, knowsLag }: ReportInput, width: number): string[] {
  const own = ownSums(extraction)
  const span = timeSpan(extraction)
  const passedOver = filesPassedOver > 0 ? `, ${cellText(filesPassedOver)} passed over` : ''
  const folded = own.get('CallsFolded') ?? 0
  return [
    bold(`Records in ${cellText(filesRead)} ${filesRead === 1 ? 'file' : 'files'}${passedOver}`),
    ...(span === undefined ? [] : [`Calls from ${minuteText(span.from)} to ${minuteText(span.to)} UTC`]),
    ...(knowsLag ? lagText(extraction) : []),
    table(
      [left(''), right('records')],
      ACCOUNTING.map(([label, metric]) => [label, own.get(metric) ?? 0]),
      width,
    ),
    ...(folded > 0 ? [`${cellText(folded)} of the calls count under (other): MAX_SERIES was reached`] : []),
  ]
}

function lagText(extraction: Extraction): string[] {
  const lag = deliveryLag(extraction)
  if (lag === undefined) return []
  const [least, most] = [lag.least, lag.most].map((seconds) => cellText(Math.round(seconds)))
  return [`Delivered ${least} to ${most} seconds after the call, by the names of the files`]
}

function busiest({ extraction, grouping, top, topCallers }: ReportInput, width: number): string[] {
  const rows = usageBy(grouping, extraction)
  const total = rows.reduce((sum, { calls }) => sum + calls, 0)
  const shown = rows.slice(0, top)
  const has = (name: 'peak' | 'errors' | 'throttles') => rows.some((row) => row[name] !== undefined)
  const hasTop = rows.some((row) => row.top !== undefined)
  const columns = [
    ...COLUMNS[grouping].map(left),
    right('Calls'),
    right('Share'),
    ...(has('peak') ? [right('Peak/s')] : []),
    ...(has('errors') ? [right('Errors')] : []),
    ...(has('throttles') ? [right('Throttles')] : []),
    ...(hasTop ? [left(grouping === 'principal' ? 'Most called' : 'Top caller')] : []),
  ]
  const cells = ({ name, calls, peak, errors, throttles, top: first }: UsageRow): Cell[] => [
    ...name,
    calls,
    percent(calls, total),
    ...[peak, errors, throttles].filter((value) => value !== undefined),
    ...(hasTop ? [first === undefined ? '' : `${first.name} (${percent(first.calls, calls)})`] : []),
  ]
  const peaks = has('peak') ? ' (a peak is "at least")' : ''
  return [
    bold(`Top ${cellText(shown.length)} of ${cellText(rows.length)} by ${grouping}${peaks}`),
    table(columns, shown.map(cells), width),
    ...(rows.length === 0 && topCallers === 0
      ? ['TOP_CALLERS is 0: neither callers nor errors are listed']
      : []),
  ]
}

function throttled({ extraction, top }: ReportInput, width: number): string[] {
  const all = throttledOperations(extraction)
  if (all.length === 0) return [bold('Nothing was throttled')]
  const rows = all.slice(0, top).flatMap(({ operation, callers }) => {
    const name = operation.name.join(' ')
    if (callers.length === 0) return [[name, operation.throttles ?? 0, operation.calls, '', '', '', '']]
    return callers
      .slice(0, 3)
      .map(({ principal, agent, throttles, calls }, i) => [
        ...(i === 0 ? [name, operation.throttles ?? 0, operation.calls] : ['', '', '']),
        principal,
        agent,
        throttles,
        calls,
      ])
  })
  const columns = [
    left('Operation'),
    right('Throttles'),
    right('Calls'),
    left('Caller'),
    left('Agent'),
    right('its throttles'),
    right('its calls'),
  ]
  return [
    bold(
      `Throttled: ${listed(top, all.length)} ${all.length === 1 ? 'operation' : 'operations'}, and by whom (at least; 3 callers each)`,
    ),
    table(columns, rows, width),
  ]
}

function callers({ extraction, top }: ReportInput, width: number): string[] {
  const all = callersOf(extraction)
  if (all.length === 0) return []
  const rows = all
    .slice(0, top)
    .map(({ principal, agent, calls, throttles }) => [principal, agent, calls, throttles])
  return [
    bold(`Callers: ${listed(top, all.length)}`),
    table([left('Principal'), left('Agent'), right('Calls'), right('Throttles')], rows, width),
  ]
}

function bill({ bills, prices }: ReportInput, width: number): string[] {
  const [chosen] = bills
  if (chosen === undefined) return []
  const { hours, hoursWithCalls, records: received } = chosen.meter
  const heads = [
    'Metrics/h',
    'Of calls',
    'Own',
    'Alarms',
    'Dashboard',
    'Log',
    'Lambda',
    'A month',
    'By PutMetricData',
  ]
  const rows = bills.map(({ name, meter, bill }) => [
    name,
    meter.metricHours / meter.hours,
    ...[
      bill.callMetrics,
      bill.ownMetrics,
      bill.alarms,
      bill.dashboard,
      bill.log,
      bill.lambda,
      bill.total,
    ].map(dollars),
    dollars(bill.byPutMetricData),
  ])
  const { secondsPerRecord, secondsPerInvocation, memoryGB, logRetentionDays } = ASSUMED
  return [
    bold(`The bill, in US dollars a month (${prices.region}, prices of ${prices.date})`),
    table([left('Configuration'), ...heads.map(right)], rows, width),
    `As if every hour of a month (730) were like ${hours === 1 ? 'the hour' : `the ${cellText(hours)} hours`} of this input, ` +
      `with ${cellText(received / hours)} records each.`,
    ...(hoursWithCalls < hours / 2
      ? [
          `Only ${cellText(hoursWithCalls)} of the ${cellText(hours)} hours have calls: the bill of a busier time is higher.`,
        ]
      : []),
    'Measured: metrics that are reported in each clock hour, bytes of EMF. By PutMetricData: the month with its requests, ' +
      '1,000 metrics each, in place of the log.',
    `Assumed: ${cellText(secondsPerRecord * 1000)} ms a record and ${cellText(secondsPerInvocation * 1000)} ms an invocation at ` +
      `${cellText(memoryGB * 1024)} MB, one invocation for each file or hour, ${logRetentionDays} days of log, ${ALARM_METRICS} metrics ` +
      'in alarms and one more for each service that is throttled, a dashboard that is one of three free ones.',
    'Not in it: the trail, its log group, Logs Insights.',
  ]
}

function comparison(
  { operations, callers, throttles, errors }: Comparison,
  top: number,
  width: number,
): string[] {
  const lists = [
    ...changeLists('operations', operations),
    ...changeLists('callers', callers),
    ['New or more throttles', throttles] as const,
    ['New or more errors', errors] as const,
  ]
  return [
    bold('Before and after, in calls an hour'),
    ...lists.flatMap(([title, changes]) => changeTable(title, changes, top, width)),
  ]
}

function changeLists(
  what: string,
  { appeared, disappeared, grown }: Changes,
): (readonly [string, readonly Change[]])[] {
  return [
    [`New ${what}`, appeared],
    [`Gone ${what}`, disappeared],
    [`Grown ${what}`, grown],
  ]
}

function changeTable(title: string, changes: readonly Change[], top: number, width: number): string[] {
  if (changes.length === 0) return [`${title}: none`]
  const rows = changes
    .slice(0, top)
    .map(({ name, before, after }) => [name, rate(before), rate(after), growth(before, after)])
  const more = changes.length > top ? ` (${top} of ${cellText(changes.length)})` : ''
  return [table([left(title + more), right('before'), right('after'), right('')], rows, width)]
}

/** What is rare is not nothing. */
function rate(perHour: number): string {
  return perHour > 0 && perHour < 0.1 ? '< 0.1' : cellText(perHour)
}

function growth(before: number, after: number): string {
  if (before === 0) return 'new'
  return after === 0 ? 'gone' : `x ${cellText(after / before)}`
}

/** `20 of 35`, or `3` where that is all. */
function listed(top: number, all: number): string {
  return top < all ? `${cellText(top)} of ${cellText(all)}` : cellText(all)
}

function percent(part: number, whole: number): string {
  return whole === 0 ? '' : `${((100 * part) / whole).toFixed(part === whole ? 0 : 1)} %`
}

function dollars(amount: number): string {
  return `$${amount.toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 })}`
}

function minuteText(ms: number): string {
  return new Date(ms).toISOString().slice(0, 16).replace('T', ' ')
}
