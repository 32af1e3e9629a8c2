/** A column of a table. */
export interface Column {
  readonly head: string
  readonly align: 'left' | 'right'
  /** The handling of the column if the table is too wide for the terminal. Columns without it stay. */
  readonly narrow?: Narrowing
  /** An explanation for readers, printed below the table unless the column is hidden. */
  readonly legend?: string
}

/** Columns are hidden, or moved to a separate line below each row, in ascending order. */
export interface Narrowing {
  readonly order: number
  readonly to: 'omit' | 'below'
  /** The width to which the column shrinks before the whole column moves below. Wider texts then move below their rows. */
  readonly least?: number
}

export type Cell = string | number

/** A column of texts, which are never cut. */
export const texts = (head: string): Column => ({ head, align: 'left' })

/** A column of numbers, or of texts that are numbers with a unit. */
export const numbers = (head: string): Column => ({ head, align: 'right' })

/** The same column, hidden if the table is too wide. */
export const omitted = (order: number, column: Column): Column => ({
  ...column,
  narrow: { order, to: 'omit' },
})

/** The same column, moved below the rows if the table is too wide. */
export const below = (order: number, column: Column, least?: number): Column => ({
  ...column,
  narrow: { order, to: 'below', ...(least === undefined ? {} : { least }) },
})

/** The same column with an explanation. */
export const explained = (column: Column, legend: string): Column => ({ ...column, legend })
