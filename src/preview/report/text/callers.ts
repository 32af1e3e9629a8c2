import { counted } from '../../../util/number-text.ts'
import type { ReportModel } from '../model.ts'
import { callColumns } from './call-columns.ts'
import { below, explained, texts } from './column.ts'
import { listed } from './format.ts'
import { ORDERS } from './orders.ts'
import { placeColumns } from './places.ts'
import { title } from './prose.ts'
import { table } from './table.ts'

/** Wide enough for the names of most SDKs and tools. */
const AGENT_LEAST = 16

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
    explained(
      below(3, texts('Agent'), AGENT_LEAST),
      'Agent: the program that made most of the calls, from the userAgent.',
    ),
    explained(below(4, texts('Top operation')), 'Top operation: the one that the caller called most.'),
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
  ]
}

function agentText({ agent, agents }: ReportModel['callers'][number]): string {
  return agents === 1 ? agent : `${agent} and ${counted(agents - 1, 'other')}`
}

function orderText({ sort }: ReportModel): string {
  return sort === undefined || sort === 'used' ? `${ORDERS.throttles}, then most calls` : ORDERS[sort]
}
