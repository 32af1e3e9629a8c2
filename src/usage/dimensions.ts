/** What a call can be counted by. The names are those of the metrics' dimensions. */
export const DIMENSIONS = [
  'Service',
  'Operation',
  'Region',
  'Account',
  'Principal',
  'PrincipalType',
  'Agent',
  'ErrorCode',
] as const

export type Dimension = (typeof DIMENSIONS)[number]

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
