/**
 * The outcome of each record: the first of these that applies, in the order after `received`.
 * received = malformed + skipped + filtered + expired + duplicate + counted, always.
 */
export interface Counts {
  received: number
  /** Not a record, or one without a valid eventName, eventSource or eventTime. */
  malformed: number
  /** Neither an API call nor of another configured eventType. */
  skipped: number
  /** Excluded by the operation patterns. */
  filtered: number
  /** The eventTime is outside the range that CloudWatch accepts. */
  expired: number
  /** Counted before, in this invocation or an earlier one. */
  duplicate: number
  counted: number
  /** Counted calls that are under `(other)` in some dimension set. */
  folded: number
}

export function newCounts(): Counts {
  return {
    received: 0,
    malformed: 0,
    skipped: 0,
    filtered: 0,
    expired: 0,
    duplicate: 0,
    counted: 0,
    folded: 0,
  }
}
