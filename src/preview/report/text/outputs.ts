import type { ReportModel } from '../model.ts'
import { counted } from './format.ts'
import { wrapped } from './prose.ts'

/** Where the files are that were written. */
export function outputs({ emf, htmlPath, csvPath }: ReportModel, width: number): string[] {
  return [
    ...(emf === undefined ? [] : [`${counted(emf.lines, 'EMF line')} written to ${emf.path}`]),
    ...(csvPath === undefined ? [] : [`Tables as CSV files written to ${csvPath}`]),
    ...(htmlPath === undefined ? [] : [`The dashboard, to be opened in a browser, written to ${htmlPath}`]),
  ].flatMap((text) => wrapped(text, width))
}
