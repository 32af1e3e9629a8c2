import { counted } from '../../../util/number-text.ts'
import type { ReportModel } from '../model.ts'
import { wrapped } from './prose.ts'

/** The files that were written. */
export function outputs({ emf, htmlAddress, csvPath }: ReportModel, width: number): string[] {
  return [
    ...(emf === undefined ? [] : [`Wrote ${counted(emf.lines, 'EMF line')} to ${emf.path}`]),
    ...(csvPath === undefined ? [] : [`Wrote the tables as CSV files to ${csvPath}`]),
    ...(htmlAddress === undefined ? [] : [`Wrote a page with charts. Open it in a browser: ${htmlAddress}`]),
  ].flatMap((text) => wrapped(text, width))
}
