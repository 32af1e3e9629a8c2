import type { ReportModel } from '../model.ts'
import { timeText } from './format.ts'
import { cellText } from './table.ts'

type Gaps = Pick<ReportModel, 'leftOut' | 'notRead'>

/** Says which calls are missing. Also says when a filter left out nothing, so that a mistyped one shows. */
export function gaps({ leftOut, notRead }: Gaps, leftOutTitle: string): string[] {
  const records = leftOut.reduce((sum, one) => sum + one.records, 0)
  const parts = leftOut.map((one) => `${cellText(one.records)} by ${one.filter}`).join(', ')
  return [
    ...notRead.map(
      ({ source, from, to, reason }) =>
        `Not read: calls from ${timeText(from)} to ${timeText(to)} UTC in the ${source} (${reason})`,
    ),
    ...(leftOut.length === 0
      ? []
      : [`${leftOutTitle}: ${cellText(records)} ${records === 1 ? 'record' : 'records'} (${parts})`]),
  ]
}
