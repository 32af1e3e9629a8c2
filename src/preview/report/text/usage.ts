import { counted, percentOf, rateText, wholePercent } from '../../../util/number-text.ts'
import type { ReportModel } from '../model.ts'
import { below, type Cell, type Column, explained, numbers, omitted, texts } from './column.ts'
import { listed } from './format.ts'
import { ORDERS } from './orders.ts'
import { title, wrapped } from './prose.ts'
import { table } from './table.ts'
import { timeFormat } from './time-format.ts'

type Row = ReportModel['usage'][number]
/** A column and its cell in a row. */
type Part = readonly [column: Column, cell: (row: Row) => Cell]

/** The calls by the grouping that the user chose. */
export function usage(model: ReportModel, width: number): string[] {
  const { grouping, top, usage: rows } = model
  const by = grouping.split(',').join(' and ')
  if (rows.length === 0) return title(`Calls by ${by}: none`, width)
  const shown = rows.slice(0, top)
  const parts = partsOf(model)
  return [
    ...title(`Calls by ${by}: ${listed(top, rows.length)}, ${orderOf(model)}`, width),
    ...table(
      parts.map(([column]) => column),
      shown.map((row) => parts.map(([, cell]) => cell(row))),
      width,
    ),
    ...(rows.length > shown.length
      ? wrapped(
          `${counted(rows.length - shown.length, 'more row')}: use --top ${rows.length} to show all, --sort or --by for other lists, or --csv FOLDER to write all tables to files.`,
          width,
        )
      : []),
  ]
}

function orderOf({ sort, columns }: ReportModel): string {
  return ORDERS[sort ?? (columns.includes('Account') ? 'throttles' : 'calls')]
}

function partsOf(model: ReportModel): readonly Part[] {
  const { columns, usage: rows, totals, span, hasAccounts } = model
  const has = (name: string) => columns.includes(name)
  const timeText = timeFormat(span)
  const isOverAccounts = hasAccounts && !has('Account')
  const some = (isThere: (row: Row) => boolean, ...parts: readonly Part[]) =>
    rows.some(isThere) ? parts : []
  return [
    ...namesOf(model),
    [numbers('Calls'), ({ calls }) => calls],
    [omitted(1, numbers('Share')), ({ calls }) => percentOf(calls, totals.calls)],
    ...(has('Error code')
      ? []
      : ([
          [omitted(11, numbers('Errors')), ({ errors }) => errors],
          [
            explained(omitted(12, numbers('Throttled')), 'Throttled calls also count as errors.'),
            ({ throttles }) => throttles,
          ],
        ] satisfies readonly Part[])),
    [explained(omitted(10, numbers('Peak/s')), peakLegend(isOverAccounts)), ({ peak }) => peak],
    [
      explained(omitted(3, texts('at (UTC)')), 'at (UTC): the time of that second.'),
      ({ peakTime }) => timeText(peakTime),
    ],
    ...some(
      ({ limitPerSecond }) => limitPerSecond !== undefined,
      [
        omitted(2, numbers('Limit/s')),
        ({ limitPerSecond: limit }) => (limit === undefined ? '' : rateText(limit)),
      ],
      [
        explained(omitted(9, numbers('Used')), usedLegend(isOverAccounts)),
        ({ utilizationPercent: used }) => (used === undefined ? '' : wholePercent(used)),
      ],
    ),
    ...some(
      ({ topOperation }) => topOperation !== undefined,
      [below(4, texts('Top operation')), ({ topOperation, calls }) => shareText(topOperation, calls)],
    ),
    ...some(
      ({ topCaller }) => topCaller !== undefined,
      [below(5, texts('Top caller')), ({ topCaller, calls }) => shareText(topCaller, calls)],
    ),
  ]
}

const MERGED =
  'Principals with the same name in several accounts are one row: use --by account,principal to separate them.'

/** The columns that identify a row. Service and operation share one, and a single Region has none. */
function namesOf({ columns, regions, grouping, hasAccounts }: ReportModel): readonly Part[] {
  const at = (name: string) => columns.indexOf(name)
  const isHidden = (name: string) =>
    (name === 'Service' && columns.includes('Operation')) ||
    (name === 'Region' && regions.length <= 1 && !grouping.split(',').includes('region'))
  const named = columns.filter((name) => !isHidden(name))
  return named.map((name, i): Part => {
    const isMerged = name === 'Principal' && hasAccounts && !columns.includes('Account')
    const head = isMerged ? explained(texts(name), MERGED) : texts(name)
    const column = i === 0 ? head : below(name === 'Region' ? 6 : 7, head)
    return name === 'Operation'
      ? [column, (row) => `${row.name[at('Service')]}:${row.name[at(name)]}`]
      : [column, (row) => row.name[at(name)] ?? '']
  })
}

/** A name with its share of the calls, unless it has all of them. */
function shareText(first: Row['topCaller'], calls: number): string {
  if (first === undefined) return ''
  return first.calls === calls ? first.name : `${first.name} (${percentOf(first.calls, calls)})`
}

function peakLegend(isOverAccounts: boolean): string {
  return `Peak/s: calls in the busiest second${isOverAccounts ? ', of all accounts together' : ''}.`
}

/** Limits apply to each account, so calls of all accounts together can exceed one without being throttled. */
function usedLegend(isOverAccounts: boolean): string {
  const where = isOverAccounts ? ', in the account that came closest to it, as limits apply per account' : ''
  return `Used: how much of the rate limit the calls used${where}. This is an estimate, and empty if there are too few calls to tell.`
}
