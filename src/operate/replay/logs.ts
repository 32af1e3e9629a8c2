import { contentsOf } from './contents.ts'
import { countMessage } from './count-message.ts'
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
export async function replayEvent({ id }: QueueMessage, failed: FailedEvent, replay: Replay): Promise<Fate> {
  const { event, cause, failedAt } = failed
  const contents = await contentsOf(event, replay.oldestMs)
  const known = 'unreadable' in contents ? { records: undefined, expired: 0 } : contents
  const tell = (fate: Outcome['fate'], why: string) =>
    replay.onOutcome({ fate, cause: why, failedAt, ...known })
  const { fate, isCounted, error } = await countMessage(id, event, replay)
  // The function's error doesn't show whether it lacks memory or the event is damaged.
  if (fate === 'failed again' && 'unreadable' in contents) {
    await replay.keepAside(id, contents.unreadable, event)
    tell('set aside', contents.unreadable)
    return 'remove'
  }
  tell(fate, error ?? cause)
  return isCounted ? 'remove' : 'stay'
}
