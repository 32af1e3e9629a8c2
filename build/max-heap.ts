/**
 * The part of @datastructures-js/heap that the serializer of aws-embedded-metrics uses. The package would add 3 KB to the
 * function's bundle. It holds the metrics of one document, at most a handful, so a linear search is enough.
 */
export class MaxHeap<T> {
  readonly #values: T[]
  readonly #numberOf: (value: T) => number

  constructor(numberOf: (value: T) => number, values: readonly T[] = []) {
    this.#numberOf = numberOf
    this.#values = [...values]
  }

  static heapify<T>(values: readonly T[], numberOf: (value: T) => number): MaxHeap<T> {
    return new MaxHeap(numberOf, values)
  }

  isEmpty(): boolean {
    return this.#values.length === 0
  }

  insert(value: T): void {
    this.#values.push(value)
  }

  /** Removes the value with the largest number; null if there is none. */
  extractRoot(): T | null {
    const numbers = this.#values.map(this.#numberOf)
    const [root = null] = this.#values.splice(numbers.indexOf(Math.max(...numbers)), 1)
    return root
  }
}
