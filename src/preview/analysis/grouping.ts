/** The columns of each part of a grouping. */
const PARTS = {
  service: ['Service'],
  operation: ['Service', 'Operation', 'Region'],
  principal: ['Principal'],
  region: ['Region'],
  account: ['Account'],
  error: ['Error code'],
} as const

/** The ways to group calls. */
export const GROUPINGS = ['service', 'operation', 'principal', 'region', 'account', 'error'] as const

type Part = (typeof GROUPINGS)[number]

/** A column that identifies the rows of a list. */
export type NameColumn = (typeof PARTS)[Part][number]

/** One part, or two different ones, such as account and principal. */
export type Grouping = readonly Part[]

/** Parses a grouping such as `account,principal`; undefined if it is invalid. */
export function parseGrouping(text: string): Grouping | undefined {
  const names = text.split(',').map((name) => name.trim())
  const parts = names.flatMap((name) => GROUPINGS.find((part) => part === name) ?? [])
  const isValid = parts.length === names.length && parts.length <= 2 && new Set(parts).size === parts.length
  return isValid ? parts : undefined
}

/** The columns that identify the rows of a grouping. */
export function columnsOf(grouping: Grouping): readonly NameColumn[] {
  return [...new Set(grouping.flatMap((part) => PARTS[part]))]
}
