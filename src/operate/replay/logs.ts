import { contentsOf } from './contents.ts'
import type { FailedEvent } from './failed-message.ts'
import type { Outcome } from './outcome.ts'
import type { QueueMessage } from './queue.ts'
import type { Replay } from './replay.ts'
import type { Fate } from './take-each.ts'

/**
 * Invokes the function with an event of the source `Logs`, which the failure queue keeps as a whole.
 *
 * The message is removed after the function's response, so nothing is lost. In between, the journal records that the event
 * was counted, so that an interruption there doesn't repeat it. Only a lost response can make an event go twice. The
 * environment recognizes its records as duplicates as long as it remembers their IDs.
 */
export async function replayEvent(
  { id }: QueueMessage,
  failed: FailedEvent,
  { dryRun, oldestMs, count, journal, keepAside, onOutcome }: Replay,
): Promise<Fate> {
  const { event, cause, failedAt } = failed
  const contents = await contentsOf(event, oldestMs)
  const known = 'unreadable' in contents ? { records: undefined, expired: 0 } : contents
  const tell = (fate: Outcome['fate'], why = cause) => onOutcome({ fate, cause: why, failedAt, ...known })
  if (dryRun) {
    tell('waits')
    return 'stay'
  }
  if (journal.leftOf(id) !== undefined) {
    tell('counted before')
    return 'remove'
  }
  const answer = await count(event)
  if (answer.kind === 'counted' && answer.failedItems.length === 0) {
    await journal.note(id, [])
    tell('counted')
    return 'remove'
  }
  // The function's error doesn't show whether it lacks memory or the event is damaged.
  if ('unreadable' in contents) {
    await keepAside(id, contents.unreadable, event)
    tell('set aside', contents.unreadable)
    return 'remove'
  }
  tell('failed again', answer.kind === 'failed' ? `${answer.type}: ${answer.message}` : cause)
  return 'stay'
}
