import type { ReportModel } from '../model.ts'
import { below, type Cell, numbers, texts } from './column.ts'
import { counted, listed } from './format.ts'
import { ORDERS } from './orders.ts'
import { placeColumns } from './places.ts'
import { title, wrapped } from './prose.ts'
import { table } from './table.ts'

/** Callers listed for an operation. */
const CALLERS = 3

/** Which operations were throttled, and whose calls. */
export function throttled(model: ReportModel, width: number): string[] {
  const { throttled: all, top } = model
  if (all.length === 0) return [...title('Throttled: nothing', width)]
  const place = placeColumns(model, 2)
  const columns = [
    texts('Operation and callers'),
    ...place.columns,
    numbers('Throttled'),
    numbers('Calls'),
    below(1, texts('Agent')),
  ]
  const rows = all.slice(0, top).flatMap(({ operation, callers }): (readonly Cell[])[] => {
    const [service, name, region = ''] = operation.name
    return [
      [`${service}:${name}`, ...place.cells({ region }), operation.throttles, operation.calls, ''],
      ...callers
        .slice(0, CALLERS)
        .map(({ account, principal, agent, throttles, calls }) => [
          `  ${principal}`,
          ...place.cells({ account }),
          throttles,
          calls,
          agent,
        ]),
    ]
  })
  const hasMore = all.some(({ callers }) => callers.length > CALLERS)
  return [
    ...title(
      `Throttled: ${listed(top, all.length)} ${all.length === 1 ? 'operation' : 'operations'}, ${ORDERS.throttles}`,
      width,
    ),
    ...table(columns, rows, width),
    ...wrapped(
      `Below each operation: the callers that were throttled${hasMore ? `, at most ${CALLERS}` : ''}. Calls are all calls to the operation, throttled or not.`,
      width,
    ),
    ...(all.length > top
      ? wrapped(`--top ${all.length} shows ${counted(all.length - top, 'more operation')}.`, width)
      : []),
  ]
}
