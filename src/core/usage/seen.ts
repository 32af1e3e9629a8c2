/** Maximum number of IDs to remember in addition to those of the last batch, as a multiple of the capacity: 16 MB for 25,000. */
const MOST_CAPACITIES = 8

/**
 * Remembers which IDs were counted: at least the last `capacity` of them, and the whole last batch, because a redelivery is
 * usually a batch. Two generations of a Set cost a fraction of a least-recently-used order over a Map: when the young one is
 * full, it becomes the old one, and the old one is forgotten.
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

  /** @param batch kept by reference, so don't change it afterwards */
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
