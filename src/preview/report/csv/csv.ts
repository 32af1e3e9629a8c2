import { stringify } from 'csv-stringify/sync'
import type { ReportModel } from '../model.ts'
import { TABLES } from './tables.ts'

/** The names of all possible files of a report. */
export const CSV_FILES: readonly string[] = TABLES.map(({ file }) => file)

/** One CSV file. */
export interface CsvFile {
  readonly file: string
  readonly text: string
}

/**
 * The complete tables of the report, one per file, in the format of RFC 4180 with a header line. Callers choose some texts, so
 * a text that starts with `=`, `+`, `-` or `@`, which a spreadsheet would run as a formula, gets an apostrophe in front.
 */
export function csvReport(model: ReportModel): CsvFile[] {
  return TABLES.flatMap(({ file, columns, rowsOf }) => {
    const rows = rowsOf(model)
    if (rows === undefined) return []
    const heads = typeof columns === 'function' ? columns(model) : columns
    return { file, text: stringify([heads, ...rows], { record_delimiter: 'windows', escape_formulas: true }) }
  })
}
