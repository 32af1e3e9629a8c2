import type { CountEvent } from '../function.ts'
import type { Journal, KeepAside } from '../journal.ts'
import type { Outcome } from './outcome.ts'

/** The options of a replay, for all sources. */
export interface Replay {
  /** Lists the failed items and changes nothing. */
  readonly dryRun: boolean
  /** Maximum number of messages or batches to replay. */
  readonly max: number
  /** Maximum number of items to process concurrently. */
  readonly workers: number
  /** Records before this time are not counted, in milliseconds since 1970. */
  readonly oldestMs: number
  readonly count: CountEvent
  readonly journal: Journal
  readonly keepAside: KeepAside
  readonly signal: AbortSignal
  readonly onOutcome: (outcome: Outcome) => void
  /** Receives the progress while no items are processed, such as that of a redrive. */
  readonly onProgress: (text: string) => void
}
