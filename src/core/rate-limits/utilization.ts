import type { LimitCondition } from '../cloudtrail/limit-conditions.ts'
import { NONE } from '../dimension-value.ts'
import type { Bucket, FindBuckets, LimitedDimensions } from './buckets.ts'
import { minuteMaxima, type Utilization } from './minute-maxima.ts'
import type { RecentCalls } from './recent-calls.ts'
import { count, type OperationCalls } from './second-calls.ts'

const SECOND_MS = 1000

/** The parts of a call that are read. */
export interface LimitedCall {
  /** The eventTime in milliseconds since 1970. */
  readonly time: number
  readonly dimensions: LimitedDimensions
  readonly limitConditions: readonly LimitCondition[]
}

/** Collects the calls of one invocation. */
export interface UtilizationBatch {
  /** A call without an account or a Region counts against no limit. */
  add(call: LimitedCall): void
  /** @param from lower percentages are omitted */
  end(from: number): UtilizationOutcome
}

export interface UtilizationOutcome {
  /**
   * The highest utilization of each operation and minute, if the calls of the invocation raised it. That includes later
   * minutes, whose windows reach back to these calls.
   */
  readonly utilizations: readonly Utilization[]
  /** Remembers the calls. Call it once the utilization is written, and not if that failed. */
  commit(): void
}

/**
 * Begins an invocation. The maximum over all invocations is the same however the calls are split into them, and in any order,
 * if they are within 30 minutes, because `recent` forgets older calls. A call that arrives later is counted with the calls
 * that are still remembered, so its percentage can only be too low.
 */
export function beginUtilization(findBuckets: FindBuckets, recent: RecentCalls): UtilizationBatch {
  /** The calls of the invocation, by the key of the bucket that they took from. */
  const buckets = new Map<string, [OperationCalls, ...OperationCalls[]]>()
  /** The counters of calls, by the buckets that they take from. */
  const counters = new Map<readonly Bucket[], readonly OperationCalls[]>()

  const addCounters = (found: readonly Bucket[], second: number) => {
    const added = found.map((bucket) => ({ bucket, seconds: [second], calls: [1] }))
    counters.set(found, added)
    for (const calls of added) {
      const { key } = calls.bucket
      const others = buckets.get(key)
      // The operation may already have calls under other conditions.
      if (others === undefined) buckets.set(key, [calls])
      else others.push(calls)
    }
  }

  return {
    add({ dimensions, limitConditions, time }) {
      if (dimensions.Region === NONE || dimensions.Account === NONE) return
      const found = findBuckets(dimensions, limitConditions)
      if (found.length === 0) return
      const second = Math.floor(time / SECOND_MS)
      const known = counters.get(found)
      if (known === undefined) addCounters(found, second)
      else for (const calls of known) count(calls, second)
    },
    end(from) {
      const highest = new Map<string, Utilization>()
      for (const added of buckets.values()) {
        const [{ bucket }] = added
        for (const utilization of minuteMaxima(bucket, recent.get(bucket.key), added, from)) {
          const { Service, Operation, Region, Account } = utilization.bucket.dimensions
          const key = [Service, Operation, Region, Account, utilization.minute].join('\n')
          if (utilization.percent > (highest.get(key)?.percent ?? 0)) highest.set(key, utilization)
        }
      }
      return {
        utilizations: [...highest.values()],
        commit() {
          for (const added of buckets.values()) for (const calls of added) recent.remember(calls)
        },
      }
    },
  }
}
