import type { ReportModel } from '../model.ts'
import { below, numbers, texts } from './column.ts'
import { listed } from './format.ts'
import { ORDERS } from './orders.ts'
import { placeColumns } from './places.ts'
import { title } from './prose.ts'
import { table } from './table.ts'

/** Errors by operation and caller, without throttled calls, which have their own section. */
export function errors(model: ReportModel, width: number): string[] {
  const all = model.errors.filter(({ calls, throttles }) => throttles < calls)
  const { top } = model
  if (all.length === 0) return []
  const place = placeColumns(model, 2)
  const columns = [
    texts('Operation'),
    ...place.columns,
    numbers('Errors'),
    texts('Error code'),
    below(1, texts('Caller')),
  ]
  const rows = all
    .slice(0, top)
    .map((one) => [
      `${one.service}:${one.operation}`,
      ...place.cells(one),
      one.calls,
      one.code,
      one.principal,
    ])
  return [
    ...title(`Errors other than throttled calls: ${listed(top, all.length)}, ${ORDERS.errors}`, width),
    ...table(columns, rows, width),
  ]
}
