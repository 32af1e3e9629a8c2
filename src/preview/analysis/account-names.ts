import type { UsageRow } from './usage.ts'

/** Names of accounts by their IDs. */
export type AccountNames = ReadonlyMap<string, string>

/** The name of an account and its ID, as names need not be unique; the ID alone if it has no name. */
export function accountText(id: string, names: AccountNames): string {
  const name = names.get(id)
  return name === undefined ? id : `${name} (${id})`
}

/** Entries with the names of their accounts. */
export function namedAccounts<Entry extends { readonly account: string }>(
  entries: readonly Entry[],
  names: AccountNames,
): Entry[] {
  return entries.map((entry) => ({ ...entry, account: accountText(entry.account, names) }))
}

/** A row with the name of its account, if there is a column of accounts. */
export function namedUsage<Row extends Pick<UsageRow, 'name'>>(
  row: Row,
  columns: readonly string[],
  names: AccountNames,
): Row {
  const name = row.name.map((value, i) => (columns[i] === 'Account' ? accountText(value, names) : value))
  return { ...row, name }
}
