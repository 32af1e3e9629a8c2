import { type LimitValues, sizeOf } from './limit.ts'
import { indexAfter, type SecondCalls } from './second-calls.ts'

/** The lengths of the windows, in seconds. */
const WINDOWS = [1, 2, 5, 10, 20, 60, 120, 300, 600, 1800] as const

export const LONGEST_WINDOW = 1800

/** A window with fewer calls has no utilization, because a few calls of a rare operation aren't a load. */
export const LEAST_CALLS = 5

/** The utilization of a limit in each second. */
export interface Utilizations {
  /** 0 if no window has enough calls. */
  readonly percents: Float64Array
  /** The window with that percentage, in seconds. */
  readonly windows: Uint16Array
}

/**
 * The utilization of each second with calls: the maximum, over the windows that end in it, of the calls in the window as a
 * percentage of those that an initially full bucket can serve in that time. At 100, the bucket is empty. At 50, the traffic
 * could double.
 * @param from the first second to compute. Earlier seconds only count within windows, and have the value 0
 */
export function utilizations({ seconds, calls }: SecondCalls, limit: LimitValues, from = 0): Utilizations {
  const percents = new Float64Array(seconds.length)
  const windows = new Uint16Array(seconds.length)
  const before = new Float64Array(seconds.length + 1)
  for (let i = 0; i < calls.length; i++) before[i + 1] = (before[i] ?? 0) + (calls[i] ?? 0)
  const size = sizeOf(limit)
  for (const window of WINDOWS) {
    const capacity = size + limit.refillPerSecond * (window - 1)
    let first = indexAfter(seconds, (seconds[from] ?? 0) - window)
    for (let i = from; i < seconds.length; i++) {
      const start = (seconds[i] ?? 0) - window
      while ((seconds[first] ?? 0) <= start) first++
      const count = (before[i + 1] ?? 0) - (before[first] ?? 0)
      if (count < LEAST_CALLS) continue
      const percent = (100 * count) / capacity
      if (percent > (percents[i] ?? 0)) {
        percents[i] = percent
        windows[i] = window
      }
    }
  }
  return { percents, windows }
}
