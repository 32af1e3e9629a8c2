import type { ReportModel } from '../model.ts'
import { counted } from './format.ts'
import { wrapped } from './prose.ts'

/** Where the files are that were written. */
export function outputs({ emf, htmlAddress, csvPath }: ReportModel, width: number): string[] {
  return [
    ...(emf === undefined ? [] : [`${counted(emf.lines, 'EMF line')} written to ${emf.path}`]),
    ...(csvPath === undefined ? [] : [`Tables as CSV files written to ${csvPath}`]),
    ...(htmlAddress === undefined ? [] : [`Page with charts, to open in a browser: ${htmlAddress}`]),
  ].flatMap((text) => wrapped(text, width))
}
