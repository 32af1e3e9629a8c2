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
