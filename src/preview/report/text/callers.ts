import { counted } from '../../../util/number-text.ts'
import type { ReportModel } from '../model.ts'
import { callColumns } from './call-columns.ts'
import { below, texts } from './column.ts'
import { listed } from './format.ts'
import { ORDERS } from './orders.ts'
import { placeColumns } from './places.ts'
import { title, wrapped } from './prose.ts'
import { table } from './table.ts'

const LEGEND =
  'Agent: the program that made most of the calls, from the userAgent. Top operation: the one that the caller called most.'

/** Callers, by default the most throttled first, then those with the most calls. */
export function callers(model: ReportModel, width: number): string[] {
  const { callers: all, top } = model
  if (all.length === 0) return []
  const place = placeColumns(model, 5, ['account'])
  const numbers = callColumns(model)
  const columns = [
    texts('Caller'),
    ...place.columns,
    ...numbers.columns,
    below(3, texts('Agent')),
    below(4, texts('Top operation')),
  ]
  const rows = all
    .slice(0, top)
    .map((one) => [
      one.principal,
      ...place.cells(one),
      ...numbers.cells(one),
      agentText(one),
      one.topOperation?.name ?? '',
    ])
  return [
    ...title(`Callers: ${listed(top, all.length)}, ${orderText(model)}`, width),
    ...table(columns, rows, width),
    ...wrapped(LEGEND, width),
  ]
}

function agentText({ agent, agents }: ReportModel['callers'][number]): string {
  return agents === 1 ? agent : `${agent} and ${counted(agents - 1, 'other')}`
}

function orderText({ sort }: ReportModel): string {
  return sort === undefined || sort === 'used' ? `${ORDERS.throttles}, then most calls` : ORDERS[sort]
}
