import type { CountEvent } from '../../src/operate/function.ts'
import type { Journal } from '../../src/operate/journal.ts'
import type { FailedBatch, FailureBucket } from '../../src/operate/replay/bucket.ts'
import type { Outcome } from '../../src/operate/replay/outcome.ts'
import type { FailureQueue, QueueMessage } from '../../src/operate/replay/queue.ts'
import type { Replay } from '../../src/operate/replay/replay.ts'
import type { Redrive } from '../../src/operate/replay/s3.ts'
import { watchedHandler } from './run.ts'

/** Breaks off at one step: each call of a thing that is broken by it is two steps, before and after it has worked. */
export class Interruption {
  steps = 0
  readonly #at: number

  constructor(at = Number.POSITIVE_INFINITY) {
    this.#at = at
  }

  /** Nothing works any more once it has broken off, as after a crash. */
  get isOver(): boolean {
    return this.steps >= this.#at
  }

  step(): void {
    this.steps++
    if (this.isOver) throw new Error('interrupted')
  }

  /** The same function, interrupted. */
  in<A extends unknown[], R>(call: (...args: A) => Promise<R>): (...args: A) => Promise<R> {
    return async (...args) => {
      this.step()
      const result = await call(...args)
      this.step()
      return result
    }
  }
}

const NO_INTERRUPTION = new Interruption()

/** A failure queue in memory. */
export class MemoryQueue {
  readonly messages = new Map<string, QueueMessage>()
  readonly hidden = new Set<string>()
  /** The messages that were received, in order. */
  readonly received: string[] = []
  /** Whether messages come back at once, as if the time that they hide were over. */
  forgetful = false

  send(...bodies: readonly string[]): void {
    for (const body of bodies) {
      const id = `message-${this.messages.size}`
      this.messages.set(id, { id, body, handle: id, sentAt: 0, deliveryError: undefined })
    }
  }

  /** The visible messages. */
  bodies(): string[] {
    return [...this.messages.values()].filter(({ id }) => !this.hidden.has(id)).map(({ body }) => body)
  }

  /** The time that messages hide is over. */
  comeBack(): void {
    this.hidden.clear()
  }

  open(interruption = NO_INTERRUPTION): FailureQueue {
    return {
      state: async () => ({ arn: 'arn', waiting: this.bodies().length, hidden: this.hidden.size }),
      receive: interruption.in(async (most) => {
        const visible = [...this.messages.values()].filter(({ id }) => !this.hidden.has(id)).slice(0, most)
        for (const { id } of visible) {
          this.received.push(id)
          if (!this.forgetful) this.hidden.add(id)
          else this.#toTheEnd(id)
        }
        return visible
      }),
      remove: interruption.in(async (handle) => {
        this.messages.delete(handle)
        this.hidden.delete(handle)
      }),
      hide: interruption.in(async (handles, seconds) => {
        for (const handle of handles) {
          if (seconds === 0) this.hidden.delete(handle)
          else this.hidden.add(handle)
        }
      }),
    }
  }

  /** Moves what is visible to another queue. */
  redriveTo(other: MemoryQueue, interruption = NO_INTERRUPTION): Redrive {
    return {
      start: interruption.in(async () => {
        for (const { id, body } of [...this.messages.values()]) {
          if (this.hidden.has(id)) continue
          this.messages.delete(id)
          other.send(body)
        }
      }),
      finished: async () => undefined,
    }
  }

  #toTheEnd(id: string): void {
    const message = this.messages.get(id)
    this.messages.delete(id)
    if (message !== undefined) this.messages.set(id, message)
  }
}

/** A failure bucket in memory. */
export class MemoryBucket {
  readonly objects = new Map<string, string>()

  open(interruption = NO_INTERRUPTION): FailureBucket {
    const { objects } = this
    return {
      async *list(): AsyncGenerator<FailedBatch> {
        for (const [key, text] of [...objects]) {
          interruption.step()
          yield { key, version: text, storedAt: 0 }
        }
      },
      read: interruption.in(async (key) => objects.get(key) ?? ''),
      replace: interruption.in(async (key, text) => void objects.set(key, text)),
      remove: interruption.in(async (key) => void objects.delete(key)),
    }
  }
}

/** A journal in memory, which survives what is interrupted. */
export class MemoryJournal {
  readonly notes = new Map<string, readonly number[]>()
  /** All that were ever done. */
  readonly ever = new Set<string>()

  open(interruption = NO_INTERRUPTION): Journal {
    return {
      leftOf: (id) => this.notes.get(id),
      note: interruption.in(async (id, left) => {
        this.notes.set(id, left)
        if (left.length === 0) this.ever.add(id)
      }),
      forget: (id) => void this.notes.delete(id),
    }
  }
}

export interface Kept {
  readonly id: string
  readonly reason: string
  readonly content: unknown
}

/** A replay with the real function, and what became of it. */
export interface WatchedReplay {
  readonly replay: Replay
  readonly outcomes: Outcome[]
  readonly kept: Kept[]
}

export interface ReplayOptions extends Partial<Replay> {
  readonly interruption?: Interruption
  readonly notes?: MemoryJournal
}

export function watchedReplay(count: CountEvent, options: ReplayOptions = {}): WatchedReplay {
  const { interruption = NO_INTERRUPTION, notes = new MemoryJournal(), ...others } = options
  const outcomes: Outcome[] = []
  const kept: Kept[] = []
  const replay: Replay = {
    dryRun: false,
    max: Number.POSITIVE_INFINITY,
    workers: 4,
    oldestMs: 0,
    count: interruption.in(count),
    journal: notes.open(interruption),
    keepAside: interruption.in(async (id, reason, content) => void kept.push({ id, reason, content })),
    signal: new AbortController().signal,
    onOutcome: (outcome) => outcomes.push(outcome),
    onProgress: () => {},
    ...others,
  }
  return { replay, outcomes, kept }
}

/** Has the real handler count events, as Lambda would, and remembers what it was invoked with. */
export function countingFunction(options: Parameters<typeof watchedHandler>[0] = {}) {
  const watched = watchedHandler(options)
  const events: unknown[] = []
  const count: CountEvent = async (event) => {
    events.push(event)
    try {
      const answer = Object(await watched.handle(event))
      const items: readonly { itemIdentifier: string }[] = answer.batchItemFailures ?? []
      return { kind: 'counted', failedItems: items.map(({ itemIdentifier }) => itemIdentifier) }
    } catch (error) {
      const { name, message } = error instanceof Error ? error : new Error(String(error))
      return { kind: 'failed', type: name, message }
    }
  }
  return { count, events, lines: watched.lines }
}

/** What Lambda puts into the failure queue for an event. */
export function failureRecord(requestPayload: unknown, members: Record<string, unknown> = {}): string {
  return JSON.stringify({
    version: '1.0',
    timestamp: '2026-10-01T12:10:00.000Z',
    requestContext: {
      requestId: 'r',
      functionArn: 'f',
      condition: 'RetriesExhausted',
      approximateInvokeCount: 3,
    },
    requestPayload,
    responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
    responsePayload: { errorType: 'Error', errorMessage: 'it was broken' },
    ...members,
  })
}

/** How often there was each outcome. */
export function fates(outcomes: readonly Outcome[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const { fate } of outcomes) counts[fate] = (counts[fate] ?? 0) + 1
  return counts
}
