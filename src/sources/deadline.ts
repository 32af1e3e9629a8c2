/** Maximum time to reserve for writing the lines, in milliseconds. */
const MOST_RESERVE_MS = 5000
/** The reserve as a part of the time at the beginning, if that is short. */
const RESERVE_PART = 0.1

/** For callers without a deadline. */
export const NO_DEADLINE = () => Number.MAX_SAFE_INTEGER

/**
 * Returns, before each step of a series, whether there is enough time for it: the time of the longest step so far, plus a
 * reserve. The first step always has time, because otherwise there would be no progress.
 * @param remainingMs time until the end, in milliseconds
 */
export function createDeadline(remainingMs: () => number): () => boolean {
  let before: number | undefined
  let longest = 0
  let reserve = 0
  return () => {
    const now = remainingMs()
    if (before === undefined) {
      before = now
      reserve = Math.min(MOST_RESERVE_MS, now * RESERVE_PART)
      return true
    }
    longest = Math.max(longest, before - now)
    before = now
    return now >= longest + reserve
  }
}
