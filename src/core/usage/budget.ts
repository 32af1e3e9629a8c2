const HOUR_MS = 60 * 60 * 1000

/**
 * Which series were started in the current hour (UTC), so that no dimension set starts more than `max`: each is billed by
 * the hour. Every set has a budget of its own, lest the values of one fill up the budget of all.
 */
export class SeriesBudget {
  readonly #max: number
  #hour = Number.NaN
  /** By dimension set. */
  #started: SeriesBySet = new Map()

  constructor(max: number) {
    this.#max = max
  }

  /** A plan of the series that one invocation starts at the time `now` (milliseconds); it counts only once committed. */
  plan(now: number): SeriesPlan {
    const hour = Math.floor(now / HOUR_MS)
    const started = hour === this.#hour ? this.#started : new Map()
    const starting: SeriesBySet = new Map()
    return {
      admits: (set, series) => {
        const before: ReadonlySet<string> | undefined = started.get(set)
        if (before?.has(series)) return true
        const now = setOf(starting, set)
        if (now.has(series)) return true
        if ((before?.size ?? 0) + now.size >= this.#max) return false
        now.add(series)
        return true
      },
      commit: () => {
        if (hour !== this.#hour) {
          this.#hour = hour
          this.#started = new Map()
        }
        for (const [set, all] of starting) {
          const committed = setOf(this.#started, set)
          for (const series of all) committed.add(series)
        }
      },
    }
  }
}

type SeriesBySet = Map<string, Set<string>>

function setOf(sets: SeriesBySet, name: string): Set<string> {
  let set = sets.get(name)
  if (set === undefined) {
    set = new Set()
    sets.set(name, set)
  }
  return set
}

export interface SeriesPlan {
  /**
   * Whether the series may be written: started this hour already, or started now and within the budget.
   * @param set names the dimension set
   * @param series tells the series from all others of the set
   */
  admits(set: string, series: string): boolean
  commit(): void
}
