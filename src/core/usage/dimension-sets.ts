import type { Dimension } from '../cloudtrail/dimensions.ts'

/** Dimensions of one series, in the order in which they are written. */
export type DimensionSet = readonly Dimension[]

/** A dimension set and the calls that it counts. */
export interface CountedSet {
  readonly dimensions: DimensionSet
  /**
   * `calls`: every call, with CallCount, ErrorCount and ThrottleCount. `failures`: the same of the calls that failed.
   * `throttles`: ThrottleCount alone.
   */
  readonly counts: 'calls' | 'failures' | 'throttles'
}

/** The set whose documents also carry Callers and Errors. */
export const OPERATION_SET: DimensionSet = ['Service', 'Operation', 'Region']

/** Always counts throttles; all calls only if that is configured. */
export const ACCOUNT_SET: DimensionSet = ['Service', 'Region', 'Account']

/**
 * Always emitted, so that alarms, dashboards and queries can rely on them. AWS throttles each account on its own, so the
 * last one says which account is throttled, for the price of the hours in which one is.
 */
export const BASE_SETS: readonly CountedSet[] = [
  { dimensions: OPERATION_SET, counts: 'calls' },
  { dimensions: ['Service', 'Region'], counts: 'calls' },
  { dimensions: ACCOUNT_SET, counts: 'throttles' },
]

/** Dimensions whose number of values nothing bounds: past the series budget these become `(other)`. */
export const UNBOUNDED: ReadonlySet<Dimension> = new Set([
  'Operation',
  'Principal',
  'Agent',
  'Account',
  'ErrorCode',
])

/**
 * The sets that are always emitted and `extra`. A set that is there twice, in whatever order, is one set: emitted twice it
 * would count double.
 */
export function withExtraSets(extra: readonly DimensionSet[]): CountedSet[] {
  const isExtra = ({ dimensions }: CountedSet) => extra.some((set) => sameSet(set, dimensions))
  // An extra set counts all calls, so it takes the place of one that counts throttles alone.
  const base = BASE_SETS.filter((set) => set.counts !== 'throttles' || !isExtra(set))
  const all = [...base, ...extra.map(counted)]
  return all.filter(
    ({ dimensions }, i) => !all.slice(0, i).some((earlier) => sameSet(earlier.dimensions, dimensions)),
  )
}

function counted(dimensions: DimensionSet): CountedSet {
  return { dimensions, counts: dimensions.includes('ErrorCode') ? 'failures' : 'calls' }
}

/** CloudWatch does not tell two sets apart by the order of their dimensions. */
function sameSet(a: DimensionSet, b: DimensionSet): boolean {
  return a.length === b.length && a.every((dimension) => b.includes(dimension))
}
