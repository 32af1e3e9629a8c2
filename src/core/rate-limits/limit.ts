import type { LimitCondition } from '../cloudtrail/limit-conditions.ts'

/** A token bucket as AWS documents it: it holds `bucketSize` calls and is refilled with `refillPerSecond` calls every second. */
export interface LimitValues {
  readonly refillPerSecond: number
  /** Omitted if only a rate is documented. */
  readonly bucketSize?: number | undefined
}

/** A documented limit. A call counts against the first limit of the service that applies to it. */
export interface RateLimit extends LimitValues {
  /** Names of operations or prefixes such as `Describe*`. `!Invoke*` excludes operations. */
  readonly operations: readonly string[]
  /** All the operations take from one bucket; otherwise each has its own. */
  readonly shared?: boolean
  /** One bucket for all Regions of the account; otherwise each Region has its own. */
  readonly scope?: 'account'
  /** Applies only to calls that meet this condition. */
  readonly when?: LimitCondition
  /** Calls that meet one of these conditions count against no limit. */
  readonly exempt?: readonly LimitCondition[]
  /** Every call also counts against this limit, in addition to any other limit that applies. */
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

/** Assumed size of a bucket in seconds of refill, if no size is documented. */
const ASSUMED_SECONDS = 5

/**
 * The number of calls that the bucket holds: the documented size, or else five seconds of refill and at least 1. This is an
 * assumption: real trails show bursts of about that size before the first throttle.
 */
export function sizeOf({ bucketSize, refillPerSecond }: LimitValues): number {
  return bucketSize ?? Math.max(1, ASSUMED_SECONDS * refillPerSecond)
}

/** The values of a limit in a Region. */
export function valuesIn(limit: RateLimit, region: string): LimitValues {
  return limit.regions?.find(({ names }) => names.includes(region)) ?? limit
}

/** Whether a limit covers an operation, regardless of its conditions. */
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
