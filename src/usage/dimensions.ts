import type { Dimension } from '../cloudtrail/dimensions.ts'

/** Dimensions that one series has, in the order in which they are written. */
export type DimensionSet = readonly Dimension[]

/** The set whose documents also carry Callers and Errors. */
export const OPERATION_SET: DimensionSet = ['Service', 'Operation', 'Region']

/** Always emitted, so that alarms, dashboards and queries can rely on them. */
export const BASE_SETS: readonly DimensionSet[] = [OPERATION_SET, ['Service', 'Region']]

/** Dimensions whose number of values nothing bounds: past the series budget these become `(other)`. */
export const UNBOUNDED: ReadonlySet<Dimension> = new Set([
  'Operation',
  'Principal',
  'Agent',
  'Account',
  'ErrorCode',
])

/** CloudWatch does not tell two sets apart by the order of their dimensions. */
export function sameSet(a: DimensionSet, b: DimensionSet): boolean {
  return a.length === b.length && a.every((dimension) => b.includes(dimension))
}
