import type { ReportModel } from '../model.ts'
import { listed } from './format.ts'
import { bold, left, right, table } from './table.ts'

const CALLERS = 3

/** Which operations were throttled, and who called them. */
export function throttled({ throttled: all, hasAccounts, top }: ReportModel, width: number): string[] {
  if (all.length === 0) return [bold('Nothing was throttled')]
  const columns = [
    left('Operation'),
    right('Throttles'),
    right('Calls'),
    ...(hasAccounts ? [left('Account')] : []),
    left('Caller'),
    left('Agent'),
    right('its throttles'),
    right('its calls'),
  ]
  const rows = all.slice(0, top).flatMap(({ operation, callers }) => {
    const name = operation.name.join(' ')
    if (callers.length === 0)
      return [[name, operation.throttles ?? 0, operation.calls, ...columns.slice(3).map(() => '')]]
    return callers
      .slice(0, CALLERS)
      .map(({ account, principal, agent, throttles, calls }, i) => [
        ...(i === 0 ? [name, operation.throttles ?? 0, operation.calls] : ['', '', '']),
        ...(hasAccounts ? [account] : []),
        principal,
        agent,
        throttles,
        calls,
      ])
  })
  return [
    bold(
      `Throttled: ${listed(top, all.length)} ${all.length === 1 ? 'operation' : 'operations'}, and by whom (at least; ${CALLERS} callers each)`,
    ),
    table(columns, rows, width),
  ]
}
