import type { Cell, Row } from '../content.ts'

/** The column that rows are sorted by. */
export interface Order {
  readonly column: number
  readonly isDescending: boolean
}

/** The rows that contain every word of the filter in some cell, ignoring case. */
export function filtered(rows: readonly Row[], filter: string): readonly Row[] {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0) return rows
  return rows.filter((row) => {
    const text = row.join('\n').toLowerCase()
    return words.every((word) => text.includes(word))
  })
}

/** Sorts the rows by one column. Rows without a value are always last, and equal rows keep their order. */
export function sorted(rows: readonly Row[], order: Order | undefined): readonly Row[] {
  if (order === undefined) return rows
  const { column, isDescending } = order
  const sign = isDescending ? -1 : 1
  return rows.toSorted((a, b) => {
    const [first, second] = [a[column] ?? null, b[column] ?? null]
    if (first === null || second === null) return Number(first === null) - Number(second === null)
    return sign * compare(first, second)
  })
}

function compare(a: NonNullable<Cell>, b: NonNullable<Cell>): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b
  return String(a).localeCompare(String(b), 'en', { numeric: true })
}
