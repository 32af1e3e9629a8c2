import { stringify } from 'csv-stringify/sync'
import type { ReportModel } from '../model.ts'
import { TABLES } from './tables.ts'

/** The names of the files that a report may have. */
export const CSV_FILES: readonly string[] = TABLES.map(({ file }) => file)

/** One CSV file. */
export interface CsvFile {
  readonly file: string
  readonly text: string
}

/**
 * The report as tables in full length, one per file, in the form of RFC 4180 with a line of heads. A text that begins with
 * `=`, `+`, `-` or `@`, as callers may choose them, has an apostrophe in front: a spreadsheet would compute it.
 */
export function csvReport(model: ReportModel): CsvFile[] {
  return TABLES.flatMap(({ file, columns, rowsOf }) => {
    const rows = rowsOf(model)
    if (rows === undefined) return []
    const heads = typeof columns === 'function' ? columns(model) : columns
    return { file, text: stringify([heads, ...rows], { record_delimiter: 'windows', escape_formulas: true }) }
  })
}
