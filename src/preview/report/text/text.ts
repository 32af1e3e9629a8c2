import type { ReportModel } from '../model.ts'
import { accounts } from './accounts.ts'
import { bill } from './bill.ts'
import { callers } from './callers.ts'
import { closest } from './closest.ts'
import { comparison } from './comparison.ts'
import { errors } from './errors.ts'
import { givenLimits } from './given-limits.ts'
import { outputs } from './outputs.ts'
import { summary } from './summary.ts'
import { throttled } from './throttled.ts'
import { usage } from './usage.ts'

/** The lines of one section; none if it is empty. */
type Section = (model: ReportModel, width: number) => readonly string[]

const SECTIONS: readonly Section[] = [
  summary,
  usage,
  throttled,
  closest,
  givenLimits,
  callers,
  accounts,
  errors,
  comparison,
  bill,
  outputs,
]

/** The report as text, no wider than `width` characters unless a single name is. */
export function textReport(model: ReportModel, width: number): string {
  return SECTIONS.map((section) => section(model, width))
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')
}
