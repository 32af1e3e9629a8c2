import type { CountEvent } from '../function.ts'
import type { Journal, KeepAside } from '../journal.ts'
import type { Outcome } from './outcome.ts'

/** What all sources are replayed with. */
export interface Replay {
  /** Looks at what waits and changes nothing. */
  readonly dryRun: boolean
  /** The most messages or batches to take. */
  readonly max: number
  /** Things that are worked on at a time. */
  readonly workers: number
  /** Records that are older than this time are not counted, in milliseconds since 1970. */
  readonly oldestMs: number
  readonly count: CountEvent
  readonly journal: Journal
  readonly keepAside: KeepAside
  readonly signal: AbortSignal
  readonly onOutcome: (outcome: Outcome) => void
  /** Is told of what goes on while nothing is taken, such as a redrive. */
  readonly onProgress: (text: string) => void
}
