/** Most IDs that are remembered of more than the last batch, as a multiple of the capacity: 16 MB for 25,000. */
const MOST_CAPACITIES = 8

/**
 * Remembers which IDs were counted: at least the last `capacity` of them, and the last batch as a whole, for what is
 * delivered again is mostly a batch. Two generations of a Set cost a fraction of what a least-recently-used order over a
 * Map does: when the young one is full it becomes the old one, and the old one is forgotten.
 */
export class SeenIds {
  readonly #capacity: number
  #young = new Set<string>()
  #old: ReadonlySet<string> = new Set()

  constructor(capacity: number) {
    this.#capacity = capacity
  }

  has(id: string): boolean {
    return this.#young.has(id) || this.#old.has(id)
  }

  /** @param batch may be kept as it is, so it is not to be changed afterwards */
  remember(batch: Set<string>): void {
    if (this.#young.size < this.#capacity) {
      for (const id of batch) this.#young.add(id)
      return
    }
    const both = this.#young.size + batch.size
    const isEnough = batch.size >= this.#capacity && both > this.#capacity * MOST_CAPACITIES
    this.#old = isEnough ? new Set() : this.#young
    this.#young = batch
  }
}
