import { type LimitValues, sizeOf } from './limit.ts'
import { indexAfter, type SecondCalls } from './second-calls.ts'

/** Seconds that the calls are looked at over. */
const WINDOWS = [1, 2, 5, 10, 20, 60, 120, 300, 600, 1800] as const

export const LONGEST_WINDOW = 1800

/** A window with fewer calls has no utilization: a few calls of a rare operation are no load. */
export const LEAST_CALLS = 5

/** How close the calls of each second came to a limit. */
export interface Utilizations {
  /** 0 where no window has enough calls. */
  readonly percents: Float64Array
  /** The window that gave the percentage, in seconds. */
  readonly windows: Uint16Array
}

/**
 * The utilization of each second that saw calls: the highest, over the windows that end in it, of the calls in the
 * window as a percentage of what the bucket can serve in it when it is full at first. At 100 the bucket is empty; at 50
 * the traffic could double.
 * @param from where to begin: the seconds before it only count within windows, and are left at 0
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
