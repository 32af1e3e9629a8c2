import { runWorkers } from '../workers.ts'
import { type FailureQueue, MAX_MESSAGES, type QueueMessage } from './queue.ts'

/** Whether to remove a message from the queue or leave it there. */
export type Fate = 'remove' | 'stay'

export interface TakeOptions {
  /** Maximum number of messages to process. */
  readonly max: number
  /** Maximum number of messages to process concurrently. */
  readonly workers: number
  /** Maximum number of messages per request. Each stays hidden while the earlier ones are processed. */
  readonly perRequest: number
  /** Stops the work: no more messages are received, and those in progress are finished. */
  readonly signal: AbortSignal
  /** Processes a message. */
  readonly take: (message: QueueMessage) => Promise<Fate>
  /** Receives the ID of each removed message. */
  readonly onRemoved: (id: string) => void
  /**
   * Called at the end, while the remaining messages are still hidden, with their receipt handles by message ID. Handles
   * that it removes aren't made visible.
   */
  readonly afterwards?: (staying: Map<string, string>) => Promise<void>
}

/**
 * Processes each message of the queue once, even if it becomes visible again meanwhile, and removes messages as decided. The
 * others become visible again at the end, because earlier they would be received again.
 */
export async function takeEach(queue: FailureQueue, options: TakeOptions): Promise<void> {
  const { signal, take } = options
  const seen = new Set<string>()
  const removed = new Set<string>()
  /** The last receipt handle of each message that was received and not removed. */
  const staying = new Map<string, string>()
  /** Number of repeated messages in a row. */
  let repeats = 0
  let room = options.max

  const step = async () => {
    // If as many messages were repeated as were ever seen, no new ones are left.
    if (signal.aborted || room === 0 || repeats > seen.size) return false
    const reserved = Math.min(options.perRequest, MAX_MESSAGES, room)
    room -= reserved
    const received = await queue.receive(reserved)
    const fresh = received.filter(({ id }) => !seen.has(id))
    room += reserved - fresh.length
    repeats = fresh.length > 0 ? 0 : repeats + received.length
    for (const { id, handle } of received) {
      seen.add(id)
      if (removed.has(id)) await queue.remove(handle)
      else staying.set(id, handle)
    }
    for (const message of fresh) {
      if (signal.aborted) return false
      if ((await take(message)) === 'stay') continue
      await queue.remove(staying.get(message.id) ?? message.handle)
      staying.delete(message.id)
      removed.add(message.id)
      options.onRemoved(message.id)
    }
    return received.length > 0
  }

  try {
    await runWorkers(options.workers, step)
    if (!signal.aborted) await options.afterwards?.(staying)
  } finally {
    // Messages that can't be made visible now become visible when their timeout ends.
    await queue.hide([...staying.values()], 0).catch(() => {})
  }
}
