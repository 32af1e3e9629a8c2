/** The dimensions that calls can be counted by, with their names in the metrics. */
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
