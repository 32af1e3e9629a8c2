import type { ReportModel } from '../model.ts'
import { billSection } from './bill.ts'
import { callersSection } from './callers.ts'
import { chartGroup } from './charts.ts'
import { comparisonSection } from './comparison.ts'
import type { PageInput } from './content.ts'
import { keyNumbers } from './key-numbers.ts'
import { limitsSection } from './limits.ts'
import { operationsSection } from './operations.ts'
import { notices, origin } from './origin.ts'
import { recordsSection } from './records.ts'
import { throttlesAndErrors } from './throttles-and-errors.ts'

/** The content of the page of a report. Omits sections without rows. */
export function pageInput(model: ReportModel): PageInput {
  return {
    title: 'API usage',
    origin: origin(model),
    notices: notices(model),
    numbers: keyNumbers(model),
    timeline: chartGroup(model),
    sections: [
      operationsSection(model),
      limitsSection(model),
      throttlesAndErrors(model),
      callersSection(model),
      comparisonSection(model),
      billSection(model),
      recordsSection(model),
    ].filter((section) => section.tables.length > 0),
  }
}
