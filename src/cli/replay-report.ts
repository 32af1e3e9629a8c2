import type { Fate, OutcomeGroup } from '../operate/replay/outcome.ts'
import type { QueueState } from '../operate/replay/queue.ts'
import { below, numbers, texts } from '../preview/report/text/column.ts'
import { table } from '../preview/report/text/table.ts'
import { counted, numberText } from '../util/number-text.ts'
import { printable } from '../util/printable.ts'
import { minuteText } from '../util/time.ts'

/** For each outcome, its word and its position in the table. */
const FATES: Readonly<Record<Fate, string>> = {
  counted: 'counted',
  'counted before': 'counted by an earlier run',
  redriven: 'moved to the object queue',
  'set aside': 'set aside',
  'failed again': 'failed again',
  waits: 'waits',
}

/** The number of messages to replay; undefined for batches, which are listed while they are replayed. */
export function waitingText(state: QueueState | undefined): string {
  if (state === undefined) return 'Listing the batches in the failure bucket.'
  const { waiting, hidden } = state
  const others =
    hidden === 0
      ? ''
      : ` ${numberText(hidden)} more ${hidden === 1 ? 'is' : 'are'} hidden: another run is processing ` +
        `${hidden === 1 ? 'it' : 'them'}, or was interrupted minutes ago.`
  return `About ${counted(waiting, 'message is', 'messages are')} in the failure queue.${others}`
}

/** Reports records that are too old to be counted. */
export function expiredText(records: number): string {
  const [are, them] = records === 1 ? ['is', 'it'] : ['are', 'them']
  return (
    `${numberText(records)} of the records ${are} too old: the function counts ${them} as RecordsExpired, because ` +
    'CloudWatch rejects metrics older than 14 days.'
  )
}

/**
 * The outcomes of all failed messages or batches, a row for each cause.
 * @param width columns of the terminal
 */
export function outcomeTable(groups: readonly OutcomeGroup[], width: number): string {
  const order = Object.keys(FATES)
  const rows = [...groups]
    .sort((a, b) => order.indexOf(a.fate) - order.indexOf(b.fate))
    .map(({ fate, count, records, oldest, newest, cause }) => [
      FATES[fate],
      count,
      records ?? '',
      `${minuteText(oldest)}${minuteText(oldest) === minuteText(newest) ? '' : ` to ${minuteText(newest)}`}`,
      printable(cause),
    ])
  const columns = [
    texts('Outcome'),
    numbers('Number'),
    numbers('Records'),
    texts('Failed (UTC)'),
    below(1, texts('Cause')),
  ]
  return table(columns, rows, width).join('\n')
}

/** The number of messages or batches with some outcomes. */
export function countOf(groups: readonly OutcomeGroup[], ...fates: readonly Fate[]): number {
  return groups.filter(({ fate }) => fates.includes(fate)).reduce((sum, { count }) => sum + count, 0)
}
