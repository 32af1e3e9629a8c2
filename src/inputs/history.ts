import type { MessageText } from '../core/cloudtrail/call.ts'
import type { TimeRange } from './trail-bucket.ts'

/** An event in CloudTrail's event history. */
export interface HistoryEvent extends MessageText {
  /** When it happened, to the second, in milliseconds since 1970. */
  readonly time: number
}

/** One answer of LookupEvents: the newest events first. */
export interface HistoryPage {
  readonly events: readonly HistoryEvent[]
  /** Asks for the next older events; undefined if there are none. */
  readonly nextToken: string | undefined
}

/**
 * Asks for one page of the events of a time.
 * https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html
 */
export type LookUp = (range: TimeRange, token: string | undefined) => Promise<HistoryPage>

/** What `readHistory` needs to know of time, so that tests need not wait. */
export interface Clock {
  /** Milliseconds since 1970. */
  readonly now: () => number
  readonly sleep: (ms: number) => Promise<void>
}

export interface HistoryOptions {
  readonly range: TimeRange
  /** Reading ends with the page that reaches this number of events. */
  readonly maxEvents: number
  /** Least time from the beginning of one request to that of the next, in milliseconds. */
  readonly intervalMs: number
  readonly clock: Clock
  /** Whether a failed request may succeed later, such as one that was throttled. */
  readonly isTransient: (error: unknown) => boolean
  /** Is told how much there is to read, after the first page, unless that is all. */
  readonly onEstimate: (estimate: HistoryEstimate) => void
  /** Is told after each page how much of the time is read, in milliseconds, out of all. */
  readonly onProgress: (done: number, all: number) => void
}

/** By the rate of the newest events. */
export interface HistoryEstimate {
  readonly events: number
  readonly requests: number
  readonly ms: number
}

/** The part of the time of which no events, or not all, were read: the oldest. */
export interface UnreadTime extends TimeRange {
  /** The error that ended reading; undefined if the most events were reached. */
  readonly error: unknown
}

export interface History {
  /** The newest first. */
  readonly events: readonly HistoryEvent[]
  readonly unread: UnreadTime | undefined
}

/** Attempts of one request, and the longest wait between two, in milliseconds. */
const MAX_ATTEMPTS = 8
const MAX_WAIT_MS = 60_000

/**
 * Reads the events of a time, the newest first, no faster than `intervalMs` allows: LookupEvents takes 2 requests a second
 * in an account and Region, from the console and all tools together.
 * @throws what `lookUp` throws, if not even one page can be read
 */
export async function readHistory(lookUp: LookUp, options: HistoryOptions): Promise<History> {
  const { range, maxEvents, onProgress } = options
  const request = paced(lookUp, options)
  const events: HistoryEvent[] = []
  let oldest = range.to
  // Calls of the oldest second that was read may be on the next page.
  const unreadWith = (error: unknown): UnreadTime => ({ from: range.from, to: oldest + 1000, error })
  let token: string | undefined
  for (let pages = 0; ; pages++) {
    let page: HistoryPage
    try {
      page = await request(token)
    } catch (error) {
      if (pages === 0) throw error
      return { events, unread: unreadWith(error) }
    }
    for (const event of page.events) {
      events.push(event)
      oldest = Math.min(oldest, event.time)
    }
    token = page.nextToken
    if (token === undefined) return { events, unread: undefined }
    if (pages === 0 && page.events.length > 0)
      options.onEstimate(estimateOf(page.events.length, oldest, options))
    onProgress(range.to - oldest, range.to - range.from)
    if (events.length >= maxEvents) return { events, unread: unreadWith(undefined) }
  }
}

/** A function that makes one request after the other in good time, and makes them again if that may help. */
function paced(lookUp: LookUp, options: HistoryOptions): (token: string | undefined) => Promise<HistoryPage> {
  const { range, intervalMs, clock, isTransient } = options
  let next = Number.NEGATIVE_INFINITY
  return async (token) => {
    for (let attempt = 1; ; attempt++) {
      const wait = next - clock.now()
      if (wait > 0) await clock.sleep(wait)
      next = clock.now() + intervalMs
      try {
        return await lookUp(range, token)
      } catch (error) {
        if (attempt === MAX_ATTEMPTS || !isTransient(error)) throw error
        next = clock.now() + Math.min(intervalMs * 2 ** attempt, MAX_WAIT_MS)
      }
    }
  }
}

function estimateOf(events: number, oldest: number, options: HistoryOptions): HistoryEstimate {
  const { range, maxEvents, intervalMs } = options
  const seen = Math.max(range.to - oldest, 1000)
  const all = Math.round(events * Math.max(1, (range.to - range.from) / seen))
  const requests = Math.max(1, Math.ceil(Math.min(all, maxEvents) / Math.max(events, 1)))
  return { events: all, requests, ms: requests * intervalMs }
}
