import { csvReport } from './csv/csv.ts'
import { jsonReport } from './json.ts'
import type { ReportModel } from './model.ts'
import { pageInput } from './page/input.ts'
import { type PageAssets, page } from './page/page.ts'
import { textReport } from './text/text.ts'

/** The forms that a report has: functions of its model, and of what the terminal or the browser adds. */
export const FORMS = {
  text: textReport,
  json: jsonReport,
  csv: csvReport,
  page: (model: ReportModel, assets: PageAssets) => page(pageInput(model), assets),
} as const
