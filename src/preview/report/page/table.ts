import type { ReportModel } from '../model.ts'
import type { Cell, Column, ColumnKind, Table } from './content.ts'

/** Maximum number of rows of a table on the page. The CSV and JSON reports have all rows. */
const MAX_ROWS = 2000

/** A column with a function that gets its cell from an entry. */
export interface ColumnOf<Entry> extends Column {
  readonly cell: (entry: Entry) => Cell | undefined
}

export function column<Entry>(
  label: string,
  kind: ColumnKind,
  cell: (entry: Entry) => Cell | undefined,
): ColumnOf<Entry> {
  return { label, kind, cell }
}

/** The column kind of times: without the date if all calls are on one day. */
export function timeKind({ span }: Pick<ReportModel, 'span'>): ColumnKind {
  if (span === undefined) return 'time'
  const [first, last] = [span.from, span.to].map((time) => new Date(time).toISOString().slice(0, 10))
  return first === last ? 'clock' : 'time'
}

/** A table of entries; none if there are no entries. */
export function tables<Entry>(
  name: string,
  file: string,
  columns: readonly ColumnOf<Entry>[],
  entries: readonly Entry[],
): Table[] {
  if (entries.length === 0) return []
  const rows = entries.slice(0, MAX_ROWS).map((entry) => columns.map(({ cell }) => cell(entry) ?? null))
  return [
    {
      name,
      file,
      columns: columns.map(({ label, kind }) => ({ label, kind })),
      rows,
      leftOut: entries.length - rows.length,
    },
  ]
}
