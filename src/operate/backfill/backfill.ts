import type { LogFile, TimeRange } from '../../inputs/trail-bucket.ts'
import type { Journal } from '../journal.ts'

/** The outcome of a log file. */
export type FileOutcome =
  /** The function has counted its records. */
  | { readonly fate: 'counted'; readonly records: number }
  /** It is in the object queue. */
  | { readonly fate: 'queued' }
  /** An earlier run did this. */
  | { readonly fate: 'done before' }
  | { readonly fate: 'unreadable'; readonly reason: string }

/** The options of both ways to have log files counted. */
export interface Backfill {
  readonly bucket: string
  readonly files: AsyncIterable<LogFile>
  /** The time range of the calls to count. */
  readonly range: TimeRange
  readonly journal: Journal
  readonly signal: AbortSignal
  readonly onFile: (outcome: FileOutcome) => void
}

/** The files that no earlier run has done, until an interruption. */
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
