import type { ReportModel } from '../model.ts'

/** Undefined makes an empty cell. */
export type CsvCell = string | number | undefined

/** One file of the report. */
export interface CsvTable {
  readonly file: string
  readonly columns: readonly string[] | ((model: ReportModel) => readonly string[])
  /** Undefined if the report has no such table. Then there is no file. */
  readonly rowsOf: (model: ReportModel) => readonly (readonly CsvCell[])[] | undefined
}

/** `2026-10-01T12:00:30Z` */
export function csvTime(ms: number): string {
  return new Date(ms).toISOString().replace('.000Z', 'Z')
}
