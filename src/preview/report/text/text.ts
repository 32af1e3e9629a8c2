import type { ReportModel } from '../model.ts'
import { bill } from './bill.ts'
import { callers } from './callers.ts'
import { closest } from './closest.ts'
import { comparison } from './comparison.ts'
import { givenLimits } from './given-limits.ts'
import { outputs } from './outputs.ts'
import { records } from './records.ts'
import { throttled } from './throttled.ts'
import { usage } from './usage.ts'

/** The lines of one section; none if it has nothing to say. */
type Section = (model: ReportModel, width: number) => readonly string[]

const SECTIONS: readonly Section[] = [
  records,
  usage,
  throttled,
  closest,
  givenLimits,
  callers,
  comparison,
  bill,
  outputs,
]

/** The report as text, no wider than `width` characters where possible. */
export function textReport(model: ReportModel, width: number): string {
  return SECTIONS.map((section) => section(model, width))
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')
}
