import type { Dimension } from '../cloudtrail/dimensions.ts'

/** The dimensions of a series, in the order in which they are written. */
export type DimensionSet = readonly Dimension[]

/** A dimension set and the calls that it counts. */
export interface CountedSet {
  readonly dimensions: DimensionSet
  /**
   * `calls`: all calls, with CallCount, ErrorCount and ThrottleCount. `failures`: the same for failed calls only.
   * `throttles`: only ThrottleCount.
   */
  readonly counts: 'calls' | 'failures' | 'throttles'
}

/** The set whose documents also carry Callers and Errors. */
export const OPERATION_SET: DimensionSet = ['Service', 'Operation', 'Region']

/** Always counts throttles, and all calls only if configured. */
export const ACCOUNT_SET: DimensionSet = ['Service', 'Region', 'Account']

/**
 * Always emitted, so that alarms, dashboards and queries can rely on them. AWS throttles each account separately, so the
 * last one shows which account is throttled. It is billed only in hours in which an account is throttled.
 */
export const BASE_SETS: readonly CountedSet[] = [
  { dimensions: OPERATION_SET, counts: 'calls' },
  { dimensions: ['Service', 'Region'], counts: 'calls' },
  { dimensions: ACCOUNT_SET, counts: 'throttles' },
]

/** Dimensions with an unlimited number of values, which become `(other)` beyond the series budget. */
export const UNBOUNDED: ReadonlySet<Dimension> = new Set([
  'Operation',
  'Principal',
  'Agent',
  'Account',
  'ErrorCode',
])

/**
 * The sets that are always emitted, plus `extra`. A set that occurs twice, even in another order, is emitted once, because
 * it would count double.
 */
export function withExtraSets(extra: readonly DimensionSet[]): CountedSet[] {
  const isExtra = ({ dimensions }: CountedSet) => extra.some((set) => sameSet(set, dimensions))
  // An extra set counts all calls, so it replaces one that counts only throttles.
  const base = BASE_SETS.filter((set) => set.counts !== 'throttles' || !isExtra(set))
  const all = [...base, ...extra.map(counted)]
  return all.filter(
    ({ dimensions }, i) => !all.slice(0, i).some((earlier) => sameSet(earlier.dimensions, dimensions)),
  )
}

function counted(dimensions: DimensionSet): CountedSet {
  return { dimensions, counts: dimensions.includes('ErrorCode') ? 'failures' : 'calls' }
}

/** CloudWatch ignores the order of dimensions. */
function sameSet(a: DimensionSet, b: DimensionSet): boolean {
  return a.length === b.length && a.every((dimension) => b.includes(dimension))
}
