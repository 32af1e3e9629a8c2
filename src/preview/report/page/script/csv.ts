import { secondText } from '../../../../util/time.ts'
import type { Cell, Table } from '../content.ts'
import { isTime } from './format.ts'

/** Characters that make a spreadsheet read a cell as a formula, also after white space. */
const FORMULA = /^\s*[=+\-@|%]/

/**
 * A table as CSV (RFC 4180). Callers choose some of the texts, so those that a spreadsheet would run as a formula get an
 * apostrophe in front: https://owasp.org/www-community/attacks/CSV_Injection
 */
export function csvText({ columns, rows }: Pick<Table, 'columns' | 'rows'>): string {
  const lines = rows.map((row) =>
    row.map((cell, i) => quoted(isTime(columns[i]?.kind ?? 'text') ? dateText(cell) : plainText(cell))),
  )
  return [columns.map(({ label }) => quoted(label)), ...lines].map((cells) => `${cells.join()}\r\n`).join('')
}

function plainText(cell: Cell): string {
  if (typeof cell === 'number') return String(cell)
  const text = cell ?? ''
  return FORMULA.test(text) || /^[\t\r\n]/.test(text) ? `'${text}` : text
}

function dateText(cell: Cell): string {
  return typeof cell === 'number' ? secondText(cell) : plainText(cell)
}

function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
