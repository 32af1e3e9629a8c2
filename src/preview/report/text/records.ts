import type { RecordCounts, ReportModel } from '../model.ts'
import { minuteText } from './format.ts'
import { gaps } from './gaps.ts'
import { bold, cellText, left, right, table } from './table.ts'

const LABELS: readonly (readonly [string, keyof RecordCounts])[] = [
  ['received', 'RecordsReceived'],
  ['counted', 'RecordsCounted'],
  ['malformed', 'RecordsMalformed'],
  ['duplicate', 'RecordsDuplicate'],
  ['skipped (not an API call)', 'RecordsSkipped'],
  ['filtered (operation patterns)', 'RecordsFiltered'],
  ['expired (eventTime)', 'RecordsExpired'],
]

/** What was read and what became of each record. */
export function records(model: ReportModel, width: number): string[] {
  const { files, span, callsFolded } = model
  const passedOver = files.passedOver > 0 ? `, ${cellText(files.passedOver)} passed over` : ''
  return [
    bold(`Records in ${cellText(files.read)} ${files.read === 1 ? 'file' : 'files'}${passedOver}`),
    ...(span === undefined ? [] : [`Calls from ${minuteText(span.from)} to ${minuteText(span.to)} UTC`]),
    ...lagText(model),
    ...gaps(model, 'Left out before counting'),
    table(
      [left(''), right('records')],
      LABELS.map(([label, metric]) => [label, model.records[metric]]),
      width,
    ),
    ...(callsFolded > 0
      ? [`${cellText(callsFolded)} of the calls count under (other): MAX_SERIES was reached`]
      : []),
  ]
}

function lagText({ lag }: ReportModel): string[] {
  if (lag === undefined) return []
  const [least, most] = [lag.least, lag.most].map((seconds) => cellText(Math.round(seconds)))
  return [`Delivered ${least} to ${most} seconds after the call, by the names of the files`]
}
