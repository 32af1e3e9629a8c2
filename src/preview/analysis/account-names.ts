import type { WidgetView } from '../../cloudwatch/dashboard.ts'
import type { UsageRow } from './usage.ts'

/** Names of accounts by their IDs. */
export type AccountNames = ReadonlyMap<string, string>

/** The name of an account and its ID, as names need not be unique; the ID alone if it has no name. */
function accountText(id: string, names: AccountNames): string {
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

/** A row with the name of the account that it is of, if there is a column of accounts. */
export function namedUsage<Row extends Pick<UsageRow, 'name'>>(
  row: Row,
  columns: readonly string[],
  names: AccountNames,
): Row {
  const name = row.name.map((value, i) => (columns[i] === 'Account' ? accountText(value, names) : value))
  return { ...row, name }
}

/** A widget with the names of accounts in its table and in the labels of its lines. */
export function namedWidget(widget: WidgetView, names: AccountNames): WidgetView {
  if (names.size === 0) return widget
  if (widget.kind === 'metrics') {
    const lines = widget.lines.map((line) => ({ ...line, label: namedLabel(line.label, names) }))
    return { ...widget, lines }
  }
  if (widget.kind !== 'table') return widget
  const { columns, rows } = widget.answer
  const isAccount = columns.map((column) => /(?:^|\.)Account$/.test(column))
  const named = rows.map((row) =>
    row.map((cell, i) => (isAccount[i] && typeof cell === 'string' ? accountText(cell, names) : cell)),
  )
  return { ...widget, answer: { columns, rows: named } }
}

/** Labels have the values of their dimensions separated by spaces. */
function namedLabel(label: string, names: AccountNames): string {
  return label
    .split(' ')
    .map((value) => accountText(value, names))
    .join(' ')
}
