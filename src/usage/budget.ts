const HOUR_MS = 60 * 60 * 1000

/** Which series were started in the current hour (UTC), so that no more than so many are: each is billed by the hour. */
export class SeriesBudget {
  readonly #max: number
  #hour = Number.NaN
  #started = new Set<string>()

  constructor(max: number) {
    this.#max = max
  }

  /** A plan of what one invocation starts at the time `now` (milliseconds); it counts only once committed. */
  plan(now: number): SeriesPlan {
    const hour = Math.floor(now / HOUR_MS)
    const started: ReadonlySet<string> = hour === this.#hour ? this.#started : new Set()
    const starting = new Set<string>()
    return {
      admits: (series) => {
        if (started.has(series) || starting.has(series)) return true
        if (started.size + starting.size >= this.#max) return false
        starting.add(series)
        return true
      },
      commit: () => {
        if (hour !== this.#hour) {
          this.#hour = hour
          this.#started = new Set()
        }
        for (const series of starting) this.#started.add(series)
      },
    }
  }
}

export interface SeriesPlan {
  /** Whether the series may be written: started this hour already, or started now and within the budget. */
  admits(series: string): boolean
  commit(): void
}
