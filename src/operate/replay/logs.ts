import { contentsOf } from './contents.ts'
import type { FailedEvent } from './failed-message.ts'
import type { Outcome } from './outcome.ts'
import type { QueueMessage } from './queue.ts'
import type { Replay } from './replay.ts'
import type { Fate } from './take-each.ts'

/**
 * Has an event of the source `Logs` counted, which is kept in the failure queue as a whole.
 *
 * The answer of the function comes before the message is removed, so nothing is lost. In between the journal notes that it
 * was counted, so that a run that ends there is not repeated. Only an answer that gets lost on its way makes an event go
 * twice; the environment recognises its records as long as it remembers their IDs.
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
  // Whether the function lacks memory or nothing can read it, the function does not say.
  if ('unreadable' in contents) {
    await keepAside(id, contents.unreadable, event)
    tell('kept aside', contents.unreadable)
    return 'remove'
  }
  tell('failed again', answer.kind === 'failed' ? `${answer.type}: ${answer.message}` : cause)
  return 'stay'
}
