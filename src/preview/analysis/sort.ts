import type { CallerTotal } from './callers.ts'
import { hasLimits, type LimitedUsageRow } from './closest.ts'
import { columnsOf, type Grouping } from './grouping.ts'

/** The sort keys of a list of calls. All but the name put the highest first. */
export const SORTS = ['calls', 'errors', 'throttles', 'peak', 'used', 'name'] as const

export type Sort = (typeof SORTS)[number]

/** Whether a list can be sorted by utilization. */
export function canSortByLimits(grouping: Grouping): boolean {
  return hasLimits(columnsOf(grouping))
}

type Sortable = Pick<LimitedUsageRow, 'name' | 'calls' | 'errors' | 'throttles' | 'peak'> &
  Partial<Pick<LimitedUsageRow, 'utilizationPercent'>>

/** Sorts rows. Equal rows keep their order. */
export function sorted<Row extends Sortable>(rows: readonly Row[], by: Sort): Row[] {
  if (by === 'name') return rows.toSorted((a, b) => compareNames(a.name, b.name))
  const value = (row: Row) => (by === 'used' ? (row.utilizationPercent ?? -1) : row[by])
  return rows.toSorted((a, b) => value(b) - value(a))
}

/** Callers in the order that the user chose, if it applies to callers. */
export function sortedCallers(callers: readonly CallerTotal[], by: Sort | undefined): readonly CallerTotal[] {
  if (by === undefined || by === 'used') return callers
  const rows = callers.map((caller) => ({ ...caller, name: [caller.principal, caller.account], caller }))
  return sorted(rows, by).map(({ caller }) => caller)
}

function compareNames(a: readonly string[], b: readonly string[]): number {
  const differs = a.findIndex((part, i) => part !== b[i])
  return differs < 0 ? 0 : (a[differs] ?? '') < (b[differs] ?? '') ? -1 : 1
}
