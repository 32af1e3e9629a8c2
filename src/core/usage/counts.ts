/**
 * Where each record went: the first that applies, in the order in which they stand here after `received`.
 * received = malformed + skipped + filtered + expired + duplicate + counted, always.
 */
export interface Counts {
  received: number
  /** Not a record, or one without a valid eventName, eventSource or eventTime. */
  malformed: number
  /** Not an API call, nor of another eventType that was asked for. */
  skipped: number
  /** Left out by the operation patterns. */
  filtered: number
  /** eventTime outside of what CloudWatch accepts. */
  expired: number
  /** Counted before, in this invocation or an earlier one. */
  duplicate: number
  counted: number
  /** Counted calls that stand under `(other)` in some dimension set. */
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
