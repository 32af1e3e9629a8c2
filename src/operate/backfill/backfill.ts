import type { LogFile, TimeRange } from '../../inputs/trail-bucket.ts'
import type { Journal } from '../journal.ts'

/** What became of a log file. */
export type FileOutcome =
  /** The function has counted its records. */
  | { readonly fate: 'counted'; readonly records: number }
  /** The queue of objects has it. */
  | { readonly fate: 'queued' }
  /** An earlier run did this. */
  | { readonly fate: 'done before' }
  | { readonly fate: 'unreadable'; readonly reason: string }

/** What both ways to have log files counted take. */
export interface Backfill {
  readonly bucket: string
  readonly files: AsyncIterable<LogFile>
  /** When the calls were made that are to be counted. */
  readonly range: TimeRange
  readonly journal: Journal
  readonly signal: AbortSignal
  readonly onFile: (outcome: FileOutcome) => void
}

/** The files that no earlier run has done, until the work is to end. */
export async function* filesLeft(
  { files, journal, signal, onFile }: Backfill,
  idOf: (file: LogFile) => string,
): AsyncGenerator<LogFile> {
  for await (const file of files) {
    if (signal.aborted) return
    if (journal.leftOf(idOf(file))?.length === 0) onFile({ fate: 'done before' })
    else yield file
  }
}
