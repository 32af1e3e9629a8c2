import type { Bucket } from './buckets.ts'
import { type LimitValues, sizeOf } from './limit.ts'
import type { RecentBucket } from './recent-calls.ts'
import {
  addCalls,
  indexAfter,
  LONG_AGO,
  NEVER,
  type OperationCalls,
  type SecondCalls,
  sumOf,
} from './second-calls.ts'
import { LEAST_CALLS, LONGEST_WINDOW, type Utilizations, utilizations } from './windows.ts'

const SECOND_MS = 1000
const MINUTE_SECONDS = 60

/** The highest utilization of an operation in one minute. */
export interface Utilization {
  /** The bucket, with the dimensions of the operation. */
  readonly bucket: Bucket
  /** Start of the minute, in milliseconds since 1970. */
  readonly minute: number
  /** Rounded to a hundredth. */
  readonly percent: number
  /** The second in which it was reached, in milliseconds since 1970. */
  readonly second: number
  /** The window that ends in that second, in seconds. */
  readonly window: number
}

/**
 * The highest utilization of a bucket for each operation and minute, over the seconds in which the operation was called.
 * Returns only the minutes in which the calls in `added` raised it.
 * @param limit the limit of the bucket
 * @param recent the calls that took from the bucket before
 * @param added the calls that take from the bucket now
 * @param from lower percentages are omitted
 */
export function minuteMaxima(
  limit: LimitValues,
  recent: Readonly<RecentBucket> | undefined,
  added: readonly OperationCalls[],
  from: number,
): Utilization[] {
  // No window has a higher utilization than if all calls were in one second. Most buckets end here.
  let most = recent?.sum ?? 0
  for (const calls of added) most += sumOf(calls)
  if (most < LEAST_CALLS || (100 * most) / sizeOf(limit) < from) return []

  const first = added.reduce((least, { seconds }) => Math.min(least, seconds[0] ?? least), NEVER)
  const before = callsAfter(recent?.all ?? NOTHING, first - LONGEST_WINDOW)
  const all = callsAfter(before, LONG_AGO)
  for (const calls of added) addCalls(all, calls)
  const latest = utilizationsFrom(first, all, limit)
  const maxima = maximaOf(added, latest)
  if ((before.seconds.at(-1) ?? LONG_AGO) >= first) {
    const known = recent === undefined ? [] : [...(recent.operations?.values() ?? [recent.all])]
    const earlier = maximaOf(known, utilizationsFrom(first, before, limit))
    for (const [key, maximum] of maximaOf(known, latest)) {
      const isRaised = maximum.percent > (earlier.get(key)?.percent ?? 0)
      if (isRaised && maximum.percent > (maxima.get(key)?.percent ?? 0)) maxima.set(key, maximum)
    }
  }
  return [...maxima.values()].filter(({ percent }) => percent >= from)
}

const NOTHING: SecondCalls = { seconds: [], calls: [] }

/** A copy of the calls after a second. */
function callsAfter({ seconds, calls }: SecondCalls, last: number): SecondCalls {
  const start = indexAfter(seconds, last)
  return { seconds: seconds.slice(start), calls: calls.slice(start) }
}

interface UtilizationsFrom extends Utilizations {
  readonly seconds: readonly number[]
  readonly start: number
}

function utilizationsFrom(first: number, calls: SecondCalls, limit: LimitValues): UtilizationsFrom {
  const start = indexAfter(calls.seconds, first - 1)
  return { seconds: calls.seconds, start, ...utilizations(calls, limit, start) }
}

/** The maxima over the seconds in which each operation was called. Each of them has a utilization. */
function maximaOf(
  operations: readonly OperationCalls[],
  { seconds, start, percents, windows }: UtilizationsFrom,
): Map<string, Utilization> {
  const maxima = new Map<string, Utilization>()
  for (const { bucket, seconds: own } of operations) {
    let i = start
    for (let j = indexAfter(own, (seconds[start] ?? 0) - 1); j < own.length; j++) {
      const second = own[j] ?? 0
      while ((seconds[i] ?? second) < second) i++
      const percent = Math.round(100 * (percents[i] ?? 0)) / 100
      const minute = Math.floor(second / MINUTE_SECONDS) * MINUTE_SECONDS * SECOND_MS
      const key = `${bucket.operationKey}\n${minute}`
      if (percent <= (maxima.get(key)?.percent ?? 0)) continue
      const window = windows[i] ?? 0
      maxima.set(key, { bucket, minute, percent, second: second * SECOND_MS, window })
    }
  }
  return maxima
}
