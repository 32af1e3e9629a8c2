import { runWorkers } from '../workers.ts'
import { type FailureQueue, MAX_MESSAGES, type QueueMessage } from './queue.ts'

/** Whether a message is to be removed from the queue or stays in it. */
export type Fate = 'remove' | 'stay'

export interface TakeOptions {
  /** The most messages to take. */
  readonly max: number
  /** Messages that are worked on at a time. */
  readonly workers: number
  /** Messages received in one request. Each is hidden while those before it are worked on. */
  readonly perRequest: number
  /** Ends the work: no more messages are received, and those at work are brought to an end. */
  readonly signal: AbortSignal
  /** Works on one message. */
  readonly take: (message: QueueMessage) => Promise<Fate>
  /** Is told of each message that is gone from the queue, by its ID. */
  readonly onRemoved: (id: string) => void
  /**
   * Is called when all are taken, while those that stay are still hidden, with their receipts by the id of the message.
   * What it takes out is not put back.
   */
  readonly afterwards?: (staying: Map<string, string>) => Promise<void>
}

/**
 * Takes each message of the queue once, however often it comes back meanwhile, and removes those whose fate it is. The
 * others are put back at the end: put back at once, they would come round.
 */
export async function takeEach(queue: FailureQueue, options: TakeOptions): Promise<void> {
  const { signal, take } = options
  const seen = new Set<string>()
  const removed = new Set<string>()
  /** The last receipt of each message that was received and not removed. */
  const staying = new Map<string, string>()
  /** Messages that came again, in a row. */
  let repeats = 0
  let room = options.max

  const step = async () => {
    // When as many came again as were ever seen, nothing new is left.
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
    // Those that can't be put back now come back when their time is up.
    await queue.hide([...staying.values()], 0).catch(() => {})
  }
}
