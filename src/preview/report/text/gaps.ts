import { counted, numberText } from '../../../util/number-text.ts'
import { secondText } from '../../../util/time.ts'
import type { ReportModel } from '../model.ts'
import { wrapped } from './prose.ts'

type Gaps = Pick<ReportModel, 'leftOut' | 'notRead'>

/** Reports missing calls, and also filters that excluded nothing, because their pattern may be mistyped. */
export function gaps({ leftOut, notRead }: Gaps, leftOutTitle: string, width: number): string[] {
  const records = leftOut.reduce((sum, one) => sum + one.records, 0)
  const parts = leftOut.map((one) => `${numberText(one.records)} by ${one.filter}`).join(', ')
  const texts = [
    ...notRead.map(
      ({ source, from, to, reason }) =>
        `Not read: calls from ${secondText(from)} to ${secondText(to)} UTC in the ${source} (${reason})`,
    ),
    ...(leftOut.length === 0 ? [] : [`${leftOutTitle}: ${counted(records, 'record')} (${parts})`]),
  ]
  return texts.flatMap((text) => wrapped(text, width))
}
