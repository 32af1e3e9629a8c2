const HOUR_MS = 60 * 60 * 1000

/**
 * The series that were started in the current hour (UTC), so that no dimension set starts more than `max`. Series are billed
 * by the hour. Every set has its own budget, so that the values of one set can't use up the budget of the others.
 */
export class SeriesBudget {
  readonly #max: number
  #hour = Number.NaN
  /** By dimension set. */
  #started: SeriesBySet = new Map()

  constructor(max: number) {
    this.#max = max
  }

  /** The series that one invocation starts at the time `now` (milliseconds). They count only once committed. */
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
   * Whether the series may be written: it was already started this hour, or it is started now within the budget.
   * @param set key of the dimension set
   * @param series key of the series within the set
   */
  admits(set: string, series: string): boolean
  commit(): void
}
