import { counted } from '../../../util/number-text.ts'
import type { ReportModel } from '../model.ts'
import { below, type Cell, numbers, texts } from './column.ts'
import { listed } from './format.ts'
import { ORDERS } from './orders.ts'
import { placeColumns } from './places.ts'
import { title, wrapped } from './prose.ts'
import { table } from './table.ts'

/** Maximum number of callers per operation. */
const CALLERS = 3

/** The throttled operations, with their throttled callers. */
export function throttled(model: ReportModel, width: number): string[] {
  const { throttled: all, top } = model
  if (all.length === 0) return [...title('Throttled operations: none', width)]
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
    ...title(`Throttled operations: ${listed(top, all.length)}, ${ORDERS.throttles}`, width),
    ...table(columns, rows, width),
    ...wrapped(
      `Indented: the throttled callers of the operation${hasMore ? `, ${CALLERS} at most` : ''}. Calls: all calls to the operation, throttled or not.`,
      width,
    ),
    ...(all.length > top
      ? wrapped(`${counted(all.length - top, 'more operation')}: use --top ${all.length} to show all.`, width)
      : []),
  ]
}
