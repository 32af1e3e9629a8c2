import type { ReportModel } from '../model.ts'
import { percent, perSecond, usedText } from './format.ts'
import { bold, type Cell, type Column, cellText, left, narrowed, right, table } from './table.ts'

type Row = ReportModel['usage'][number]

/** The most calls by what they are listed by. */
export function usage(model: ReportModel, width: number): string[] {
  const { grouping, top, topCallers, usage: rows } = model
  const total = rows.reduce((sum, { calls }) => sum + calls, 0)
  const shown = rows.slice(0, top)
  const has = (name: 'peak' | 'errors' | 'throttles') => rows.some((row) => row[name] !== undefined)
  const hasTop = rows.some((row) => row.top !== undefined)
  const hasTopOperation = rows.some((row) => row.topOperation !== undefined)
  const hasLimits = rows.some((row) => row.limitPerSecond !== undefined)
  const parts = grouping.split(',')
  const topIsOperation = parts.includes('principal')
  const columns: Column[] = [
    ...model.columns.map(left),
    right('Calls'),
    right('Share'),
    ...(has('peak') ? [right('Peak/s')] : []),
    ...(hasLimits
      ? [
          { ...right('Limit/s'), leaveOut: 1 },
          { ...right('Used'), leaveOut: 2 },
        ]
      : []),
    ...(has('errors') ? [right('Errors')] : []),
    ...(has('throttles') ? [right('Throttles')] : []),
    ...(hasTopOperation ? [left('Most called')] : []),
    ...(hasTop ? [{ ...left(topIsOperation ? 'Most called' : 'Top caller'), cutFirst: true } as const] : []),
  ]
  const share = (first: Row['top'], calls: number) =>
    first === undefined ? '' : `${first.name} (${percent(first.calls, calls)})`
  const cells = (row: Row): Cell[] => {
    const { name, calls, peak, errors, throttles, top: first, topOperation } = row
    return [
      ...name,
      calls,
      percent(calls, total),
      ...(peak === undefined ? [] : [peak]),
      ...(hasLimits ? limitCells(row) : []),
      ...[errors, throttles].filter((value) => value !== undefined),
      ...(hasTopOperation ? [share(topOperation, calls)] : []),
      ...(hasTop ? [share(first, calls)] : []),
    ]
  }
  const fitting = narrowed(columns, shown.map(cells), width)
  const order = parts.includes('account') && has('throttles') ? ', the most throttled first' : ''
  const peaks = has('peak') ? ' (a peak is "at least")' : ''
  return [
    bold(
      `Top ${cellText(shown.length)} of ${cellText(rows.length)} by ${parts.join(' and ')}${order}${peaks}`,
    ),
    table(fitting.columns, fitting.rows, width),
    ...(rows.length === 0 && topCallers === 0
      ? ['TOP_CALLERS is 0: neither callers nor errors are listed']
      : []),
  ]
}

function limitCells({ limitPerSecond, utilizationPercent }: Row): Cell[] {
  return [
    limitPerSecond === undefined ? '' : perSecond(limitPerSecond),
    utilizationPercent === undefined ? '' : usedText(utilizationPercent),
  ]
}
