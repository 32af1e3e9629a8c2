import { csvReport } from './csv/csv.ts'
import { jsonReport } from './json.ts'
import type { ReportModel } from './model.ts'
import { pageInput } from './page/input.ts'
import { type PageAssets, page } from './page/page.ts'
import { textReport } from './text/text.ts'

/** The forms of a report: functions of its model, and of the width of the terminal or the assets of the page. */
export const FORMS = {
  text: textReport,
  json: jsonReport,
  csv: csvReport,
  page: (model: ReportModel, assets: PageAssets) => page(pageInput(model), assets),
} as const
