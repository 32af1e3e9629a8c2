/** Counts calls by second, for any number of counters. */
export interface RecentSeconds {
  /**
   * Counts one call.
   * @param counter a whole number from 0
   * @param second seconds since 1970
   * @returns the calls of this counter in this second so far
   */
  add(counter: number, second: number): number
}

/** Minimum number of seconds to remember, over all counters: about 30 minutes of 100 calls per second. Takes up to 40 MB. */
const REMEMBERED = 250_000

/** More than any second since 1970, to combine a counter and a second into one number. */
const SECONDS = 2 ** 33

/**
 * Remembers the latest seconds in which anything was counted. Trails are mostly in the order of time; a call in
 * a forgotten second starts that second again from zero.
 */
export function createRecentSeconds(remembered = REMEMBERED): RecentSeconds {
  let recent = new Map<number, number>()
  let older = new Map<number, number>()
  return {
    add(counter, second) {
      const key = counter * SECONDS + second
      const calls = (recent.get(key) ?? older.get(key) ?? 0) + 1
      recent.set(key, calls)
      if (recent.size >= remembered) {
        older = recent
        recent = new Map()
      }
      return calls
    },
  }
}
