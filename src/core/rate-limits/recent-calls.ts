import { addCalls, type OperationCalls, sumOf, takeUntil } from './second-calls.ts'
import { LONGEST_WINDOW } from './windows.ts'

/** The remembered calls that took from one bucket. */
export interface RecentBucket {
  /** Calls of all operations together. Usually there is only one operation. */
  readonly all: OperationCalls
  /** Calls of each operation by its key, if there are several. */
  operations: Map<string, OperationCalls> | undefined
  /** The calls of all seconds together. */
  sum: number
}

/** The memory of a bucket, as a multiple of the memory of one second. */
const BUCKET_COST = 32
/** The same for each operation, if there are several. */
const OPERATION_COST = 16

/** The capacity in the same unit. It takes less than 10 MB. */
const CAPACITY = 500_000

/** The part of the seconds to forget at a time, and of the capacity to free. */
const FORGOTTEN = 1 / 4

/**
 * Remembers the calls of the last 30 minutes of each bucket, counted back from its newest call. When it is full, the
 * oldest seconds of all buckets are forgotten first.
 */
export class RecentCalls {
  readonly #capacity: number
  readonly #buckets = new Map<string, RecentBucket>()
  /** The size when it was last measured, plus an upper bound of what was added since. */
  #used = 0

  constructor(capacity = CAPACITY) {
    this.#capacity = capacity
  }

  get(bucketKey: string): Readonly<RecentBucket> | undefined {
    return this.#buckets.get(bucketKey)
  }

  /** @param added kept by reference, so don't change them afterwards */
  remember(added: OperationCalls): void {
    const { key } = added.bucket
    let bucket = this.#buckets.get(key)
    if (bucket === undefined) {
      bucket = { all: added, operations: undefined, sum: 0 }
      this.#buckets.set(key, bucket)
    } else {
      addOperation(bucket, added)
      addCalls(bucket.all, added)
    }
    bucket.sum += sumOf(added)
    this.#forget(key, bucket, (bucket.all.seconds.at(-1) ?? 0) - LONGEST_WINDOW)
    this.#used += BUCKET_COST + 2 * added.seconds.length
    if (this.#used > this.#capacity) this.#makeRoom()
  }

  #makeRoom(): void {
    for (;;) {
      const buckets = [...this.#buckets]
      this.#used = buckets.reduce((sum, [, bucket]) => sum + costOf(bucket), 0)
      if (this.#used <= this.#capacity * (1 - FORGOTTEN)) return
      const seconds = buckets.flatMap(([, { all }]) => all.seconds)
      const sorted = Float64Array.from(seconds).sort()
      const last = sorted[Math.floor(sorted.length * FORGOTTEN)] ?? 0
      for (const [key, bucket] of buckets) this.#forget(key, bucket, last)
    }
  }

  /** Forgets the seconds of a bucket up to `last`. */
  #forget(bucketKey: string, bucket: RecentBucket, last: number): void {
    const { all, operations = [] } = bucket
    if ((all.seconds[0] ?? 0) > last) return
    bucket.sum -= takeUntil(all, last)
    for (const [key, calls] of operations) {
      takeUntil(calls, last)
      if (calls.seconds.length === 0) bucket.operations?.delete(key)
    }
    if (all.seconds.length === 0) this.#buckets.delete(bucketKey)
  }
}

function addOperation(bucket: RecentBucket, added: OperationCalls): void {
  const { operationKey } = added.bucket
  const { bucket: first, seconds, calls } = bucket.all
  if (bucket.operations === undefined) {
    if (first.operationKey === operationKey) return
    const copy = { bucket: first, seconds: seconds.slice(), calls: calls.slice() }
    bucket.operations = new Map([[first.operationKey, copy]])
  }
  const known = bucket.operations.get(operationKey)
  if (known === undefined) bucket.operations.set(operationKey, added)
  else addCalls(known, added)
}

function costOf({ all, operations }: RecentBucket): number {
  let cost = BUCKET_COST + all.seconds.length
  for (const { seconds } of operations?.values() ?? []) cost += OPERATION_COST + seconds.length
  return cost
}
