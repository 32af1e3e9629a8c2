import type { MessageText } from '../core/cloudtrail/call.ts'
import type { TimeRange } from './trail-bucket.ts'

/** An event in CloudTrail's event history. */
export interface HistoryEvent extends MessageText {
  /** The time of the event, to the second, in milliseconds since 1970. */
  readonly time: number
}

/** A response of LookupEvents, with the newest events first. */
export interface HistoryPage {
  readonly events: readonly HistoryEvent[]
  /** Token for the next older events; undefined if there are none. */
  readonly nextToken: string | undefined
}

/**
 * Requests a page of the events of a time range.
 * https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html
 */
export type LookUp = (range: TimeRange, token: string | undefined) => Promise<HistoryPage>

/** The clock of `readHistory`, so that tests don't have to wait. */
export interface Clock {
  /** Milliseconds since 1970. */
  readonly now: () => number
  readonly sleep: (ms: number) => Promise<void>
}

export interface HistoryOptions {
  readonly range: TimeRange
  /** Reading ends with the page that reaches this number of events. */
  readonly maxEvents: number
  /** Minimum time from the start of one request to the start of the next, in milliseconds. */
  readonly intervalMs: number
  readonly clock: Clock
  /** Whether a failed request may succeed later, such as one that was throttled. */
  readonly isTransient: (error: unknown) => boolean
  /** Receives the amount to read, after the first page, unless that is the last. */
  readonly onEstimate: (estimate: HistoryEstimate) => void
  /** Receives the part of the time range that has been read, after each page, in milliseconds, and the whole. */
  readonly onProgress: (done: number, all: number) => void
}

/** Estimated from the rate of the newest events. */
export interface HistoryEstimate {
  readonly events: number
  readonly requests: number
  readonly ms: number
}

/** The oldest part of the time range, whose events were not all read. */
export interface UnreadTime extends TimeRange {
  /** The error that ended reading; undefined if the maximum number of events was reached. */
  readonly error: unknown
}

export interface History {
  /** Newest first. */
  readonly events: readonly HistoryEvent[]
  readonly unread: UnreadTime | undefined
}

/** Maximum attempts of a request, and maximum wait between two, in milliseconds. */
const MAX_ATTEMPTS = 8
const MAX_WAIT_MS = 60_000

/**
 * Reads the events of a time range, newest first, no faster than `intervalMs` allows. LookupEvents accepts 2 requests per
 * second in an account and Region, from the console and all tools together.
 * @throws the error of `lookUp`, if not even one page can be read
 */
export async function readHistory(lookUp: LookUp, options: HistoryOptions): Promise<History> {
  const { range, maxEvents, onProgress } = options
  const request = paced(lookUp, options)
  const events: HistoryEvent[] = []
  let oldest = range.to
  // The next page may have more calls of the oldest second.
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

/** Returns a function that makes requests one after the other, at the allowed rate, and retries them if that may help. */
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
