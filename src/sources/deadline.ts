/** Time kept for writing the lines of the records that were read, in milliseconds. */
const MOST_RESERVE_MS = 5000
/** The same as a part of the time that there is at the beginning, where that is short. */
const RESERVE_PART = 0.1

/** For where nothing ends the work. */
export const NO_DEADLINE = () => Number.MAX_SAFE_INTEGER

/**
 * Tells before each step of a series whether there is time left for it: as much as the longest step so far took, and a
 * reserve. The first step always has time, or nothing would ever be done.
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
