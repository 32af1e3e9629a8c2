import type { ReportModel } from '../model.ts'
import { below, numbers, omitted, texts } from './column.ts'
import { listed } from './format.ts'
import { ORDERS } from './orders.ts'
import { title } from './prose.ts'
import { table } from './table.ts'
import { timeFormat } from './time-format.ts'

/** The calls of each account, if there are several and the main list isn't by account. */
export function accounts(model: ReportModel, width: number): string[] {
  const { accounts: all, top, span, grouping } = model
  if (all.length <= 1 || grouping === 'account') return []
  const timeText = timeFormat(span)
  const columns = [
    texts('Account'),
    numbers('Calls'),
    numbers('Errors'),
    numbers('Throttled'),
    omitted(2, numbers('Peak/s')),
    omitted(1, texts('at (UTC)')),
    below(3, texts('Top operation')),
    below(4, texts('Top caller')),
  ]
  const rows = all
    .slice(0, top)
    .map(({ name, calls, errors, throttles, peak, peakTime, topOperation, topCaller }) => [
      name.join(),
      calls,
      errors,
      throttles,
      peak,
      timeText(peakTime),
      topOperation?.name ?? '',
      topCaller?.name ?? '',
    ])
  return [
    ...title(`Accounts: ${listed(top, all.length)}, ${ORDERS.throttles}, then most calls`, width),
    ...table(columns, rows, width),
  ]
}
