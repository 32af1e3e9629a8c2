import type { TimeRange } from '../inputs/trail-bucket.ts'
import type { FileOutcome } from '../operate/backfill/backfill.ts'
import type { FileCount, Sample } from '../operate/backfill/estimate.ts'
import { counted, dollars, numberText } from '../util/number-text.ts'
import { printable } from '../util/printable.ts'
import { minuteText } from '../util/time.ts'
import type { BackfillCost } from './backfill-cost.ts'

/**
 * The number of log files to count.
 * @param uri where they are
 * @param delivered the time range of their delivery
 */
export function foundText({ files, bytes }: FileCount, uri: string, { from, to }: TimeRange): string {
  return (
    `${counted(files, 'log file')} (${(bytes / 2 ** 20).toFixed(1)} MB) ${files === 1 ? 'was' : 'were'} delivered to ` +
    `${printable(uri)} from ${minuteText(from)} to ${minuteText(to)} UTC.`
  )
}

/** Reports that the stack skips calls before `from`, because it counts only records of the last hours. */
export function cutText(from: number, maxAgeHours: number): string {
  return (
    `Calls before ${minuteText(from)} UTC are skipped: the stack counts only records of the last ` +
    `${counted(maxAgeHours, 'hour')}, because CloudWatch rejects metrics older than 14 days.`
  )
}

/** The estimated number of records, and the cost of counting them at the prices of a Region. */
export function estimateText(cost: BackfillCost, sample: Sample, region: string): string {
  const part = sample.isWhole ? 'the busiest hour' : 'the first files of the busiest hour'
  const { metrics, log, requests } = cost
  return (
    `About ${counted(cost.records, 'record')}, estimated from ${numberText(sample.records)} in ` +
    `${sample.isWhole ? '' : 'the first '}${counted(sample.deliveries.length, 'file')} of the busiest hour.\n` +
    `About ${dollars(metrics + log + requests)} (${region}): metrics ${dollars(metrics)} if every hour is like ${part}, ` +
    `log ${dollars(log)}, requests ${dollars(requests)}.`
  )
}

/** The sums of a backfill. */
export interface BackfillSums {
  readonly add: (outcome: FileOutcome) => void
  /** The number of files with an outcome. */
  readonly filesOf: (fate: FileOutcome['fate']) => number
  /** A line for each outcome, with the journal to delete to count all files again. */
  readonly lines: (journal: string) => string[]
}

export function backfillSums(): BackfillSums {
  const files = { counted: 0, queued: 0, 'done before': 0, unreadable: 0 }
  let records = 0
  return {
    add(outcome) {
      files[outcome.fate]++
      if (outcome.fate === 'counted') records += outcome.records
    },
    filesOf: (fate) => files[fate],
    lines(journal) {
      const { counted: done, queued, 'done before': before, unreadable } = files
      const texts = [
        [
          queued,
          `Put ${counted(queued, 'file')} on the queue. The function now reads ${queued === 1 ? 'it' : 'them'}.`,
        ],
        [done, `Counted ${counted(records, 'record')} of ${counted(done, 'file')}.`],
        [
          before,
          `Skipped ${counted(before, 'file')} that an earlier run has done. To count ${before === 1 ? 'it' : 'them'} again, ` +
            `delete ${journal}.`,
        ],
        [unreadable, `${counted(unreadable, 'file')} can't be read.`],
      ] as const
      return texts.flatMap(([number, text]) => (number > 0 ? [text] : []))
    },
  }
}
