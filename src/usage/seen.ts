/**
 * Remembers which IDs were counted: at least the last `capacity` of them, at most twice as many. Two generations of
 * a Set cost a fraction of what a least-recently-used order over a Map does: when the young one is full it becomes
 * the old one, and the old one is forgotten.
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

  remember(ids: Iterable<string>): void {
    for (const id of ids) {
      if (this.#young.size >= this.#capacity) {
        this.#old = this.#young
        this.#young = new Set()
      }
      this.#young.add(id)
    }
  }
}
