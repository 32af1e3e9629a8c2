import type { Fate, OutcomeGroup } from '../operate/replay/outcome.ts'
import { below, numbers, texts } from '../preview/report/text/column.ts'
import { table } from '../preview/report/text/table.ts'
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
