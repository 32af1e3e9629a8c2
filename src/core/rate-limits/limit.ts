import type { LimitCondition } from '../cloudtrail/limit-conditions.ts'

/** A token bucket as AWS documents it: it holds `bucketSize` calls and gets `refillPerSecond` back every second. */
export interface LimitValues {
  readonly refillPerSecond: number
  /** Left out where only a rate is documented. */
  readonly bucketSize?: number | undefined
}

/** One documented limit. Of the limits of a service, the first that applies to a call is the one it counts against. */
export interface RateLimit extends LimitValues {
  /** Names of operations, `Describe*` for all that begin so, `!Invoke*` for those left out of the others. */
  readonly operations: readonly string[]
  /** All the operations take from one bucket; otherwise each has its own. */
  readonly shared?: boolean
  /** One bucket for all Regions of the account; otherwise each Region has its own. */
  readonly scope?: 'account'
  /** Applies only to calls of which this holds. */
  readonly when?: LimitCondition
  /** Calls of which one of these holds count against no limit. */
  readonly exempt?: readonly LimitCondition[]
  /** Every call also counts against this limit, whichever other applies to it. */
  readonly inAddition?: boolean
  /** Regions with other values. */
  readonly regions?: readonly RegionValues[]
}

export interface RegionValues extends LimitValues {
  readonly names: readonly string[]
}

/** The limits of one service, in order. */
export interface ServiceLimits {
  /** As in the dimension `Service`. */
  readonly service: string
  readonly limits: readonly RateLimit[]
}

/** Seconds of refill that a bucket is taken to hold where no size is documented. */
const ASSUMED_SECONDS = 5

/**
 * How many calls the bucket holds: what is documented, else five seconds of refill and at least 1. That is an
 * assumption: real trails show bursts of about that size before the first throttle.
 */
export function sizeOf({ bucketSize, refillPerSecond }: LimitValues): number {
  return bucketSize ?? Math.max(1, ASSUMED_SECONDS * refillPerSecond)
}

/** The values of a limit in a Region. */
export function valuesIn(limit: RateLimit, region: string): LimitValues {
  return limit.regions?.find(({ names }) => names.includes(region)) ?? limit
}

/** Whether a limit is for an operation, whatever its conditions. */
export function isFor({ operations }: RateLimit, operation: string): boolean {
  let found = false
  for (const pattern of operations) {
    if (pattern.startsWith('!')) {
      if (names(pattern.slice(1), operation)) return false
    } else {
      found ||= names(pattern, operation)
    }
  }
  return found
}

function names(pattern: string, operation: string): boolean {
  return pattern.endsWith('*') ? operation.startsWith(pattern.slice(0, -1)) : operation === pattern
}
