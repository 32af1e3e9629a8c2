import { failureText } from '../function.ts'
import type { Outcome } from './outcome.ts'
import type { Replay } from './replay.ts'

/** The result of an attempt to have the function count a message. */
export interface Attempt {
  readonly fate: Extract<Outcome['fate'], 'waits' | 'counted' | 'counted before' | 'failed again'>
  /** Whether the message is counted and can be removed. */
  readonly isCounted: boolean
  /** The error of the function if it failed. */
  readonly error?: string
}

/**
 * Invokes the function with the event of a message, unless this is a dry run or an earlier run had the message counted. The
 * journal records that it was counted before this resolves, so that an interruption doesn't repeat it.
 */
export async function countMessage(
  id: string,
  event: unknown,
  { dryRun, count, journal }: Pick<Replay, 'dryRun' | 'count' | 'journal'>,
): Promise<Attempt> {
  if (dryRun) return { fate: 'waits', isCounted: false }
  if (journal.leftOf(id) !== undefined) return { fate: 'counted before', isCounted: true }
  const answer = await count(event)
  if (answer.kind === 'failed') return { fate: 'failed again', isCounted: false, error: failureText(answer) }
  if (answer.failedItems.length > 0) return { fate: 'failed again', isCounted: false }
  await journal.note(id, [])
  return { fate: 'counted', isCounted: true }
}
