import type { LimitCondition } from '../cloudtrail/limit-conditions.ts'
import { NONE } from '../dimension-value.ts'
import type { Bucket, FindBuckets, LimitedDimensions } from './buckets.ts'
import { minuteMaxima, type Utilization } from './minute-maxima.ts'
import type { RecentCalls } from './recent-calls.ts'
import { count, type OperationCalls } from './second-calls.ts'

const SECOND_MS = 1000

/** What is read of a call. */
export interface LimitedCall {
  /** The eventTime in milliseconds since 1970. */
  readonly time: number
  readonly dimensions: LimitedDimensions
  readonly limitConditions: readonly LimitCondition[]
}

/** Takes in the calls of one invocation. */
export interface UtilizationBatch {
  /** A call without an account or a Region counts against no limit. */
  add(call: LimitedCall): void
  /** @param from percentages below are left out */
  end(from: number): UtilizationOutcome
}

export interface UtilizationOutcome {
  /**
   * The highest utilization of each operation and minute, where the calls of the invocation raised it: also in later
   * minutes, whose windows reach back to them.
   */
  readonly utilizations: readonly Utilization[]
  /** Remembers the calls. To be called once the utilization is written, and not if that failed. */
  commit(): void
}

/**
 * Begins an invocation. However calls are split into invocations, and in whatever order, the maximum of all that comes
 * out is the same, as long as they are within 30 minutes: `recent` forgets what is older. A call that comes later than
 * that is counted with what is still remembered, so that its percentage can only be too low.
 */
export function beginUtilization(findBuckets: FindBuckets, recent: RecentCalls): UtilizationBatch {
  /** The calls of the invocation, by the key of the bucket that they took from. */
  const buckets = new Map<string, [OperationCalls, ...OperationCalls[]]>()
  /** Where calls are counted, by the buckets that they take from. */
  const counters = new Map<readonly Bucket[], readonly OperationCalls[]>()

  const addCounters = (found: readonly Bucket[], second: number) => {
    const added = found.map((bucket) => ({ bucket, seconds: [second], calls: [1] }))
    counters.set(found, added)
    for (const calls of added) {
      const { key } = calls.bucket
      const others = buckets.get(key)
      // The operation may be there already, with calls under other conditions.
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
