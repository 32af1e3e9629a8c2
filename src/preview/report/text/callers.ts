import type { ReportModel } from '../model.ts'
import { listed } from './format.ts'
import { bold, left, right, table } from './table.ts'

/** Who was throttled most and made the most calls. */
export function callers({ callers: all, hasAccounts, top }: ReportModel, width: number): string[] {
  if (all.length === 0) return []
  const rows = all
    .slice(0, top)
    .map(({ account, principal, agent, calls, throttles }) => [
      ...(hasAccounts ? [account] : []),
      principal,
      agent,
      calls,
      throttles,
    ])
  return [
    bold(`Callers: ${listed(top, all.length)}`),
    table(
      [
        ...(hasAccounts ? [left('Account')] : []),
        left('Principal'),
        left('Agent'),
        right('Calls'),
        right('Throttles'),
      ],
      rows,
      width,
    ),
  ]
}
