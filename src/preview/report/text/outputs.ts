import type { ReportModel } from '../model.ts'
import { cellText } from './table.ts'

/** Where the files are that were written. */
export function outputs({ emf, htmlPath }: ReportModel): string[] {
  return [
    ...(emf === undefined ? [] : [`${cellText(emf.lines)} EMF lines written to ${emf.path}`]),
    ...(htmlPath === undefined ? [] : [`The dashboard, to be opened in a browser, written to ${htmlPath}`]),
  ]
}
