import type { ReportModel } from '../model.ts'
import { callColumns } from './call-columns.ts'
import { below, texts } from './column.ts'
import { listed } from './format.ts'
import { ORDERS } from './orders.ts'
import { title } from './prose.ts'
import { table } from './table.ts'

/** The calls of each account, if there are several and the main list isn't by account. */
export function accounts(model: ReportModel, width: number): string[] {
  const { accounts: all, top, grouping } = model
  if (all.length <= 1 || grouping === 'account') return []
  const numbers = callColumns(model)
  const columns = [
    texts('Account'),
    ...numbers.columns,
    below(3, texts('Top operation')),
    below(4, texts('Top caller')),
  ]
  const rows = all
    .slice(0, top)
    .map((one) => [
      one.name.join(),
      ...numbers.cells(one),
      one.topOperation?.name ?? '',
      one.topCaller?.name ?? '',
    ])
  return [
    ...title(`Accounts: ${listed(top, all.length)}, ${ORDERS.throttles}, then most calls`, width),
    ...table(columns, rows, width),
  ]
}
