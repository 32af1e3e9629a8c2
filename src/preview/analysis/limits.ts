import type { Call } from '../../core/cloudtrail/call.ts'
import { NONE } from '../../core/dimension-value.ts'
import { type Bucket, createBucketFinder } from '../../core/rate-limits/buckets.ts'
import { sizeOf } from '../../core/rate-limits/limit.ts'
import type { LimitFile } from '../../core/rate-limits/limit-file.ts'
import type { LimitOverride } from '../../core/rate-limits/overrides.ts'
import { RecentCalls } from '../../core/rate-limits/recent-calls.ts'
import { indexAfter, type OperationCalls } from '../../core/rate-limits/second-calls.ts'
import { beginUtilization } from '../../core/rate-limits/utilization.ts'
import { getOrAdd } from '../../util/memo.ts'

/** Limits with their sources. */
export interface SourcedLimits {
  /** Each limit, or its file, has a source: a page, or the name of the user's file. */
  readonly table: readonly LimitFile[]
  /** These replace the limits in the table. */
  readonly overrides: readonly (LimitOverride & { readonly from: string })[]
}

/** The limit of an operation in one account and Region, and how close its calls came to it. */
export interface OperationLimit {
  readonly service: string
  readonly operation: string
  readonly region: string
  readonly account: string
  /** Calls per second that AWS allows in the long run. */
  readonly limitPerSecond: number
  /** Calls that the bucket holds. */
  readonly bucketSize: number
  /** Whether no bucket size is documented, so that five seconds of the limit are assumed. */
  readonly bucketAssumed: boolean
  /** The page that documents the limit, or the name of the file or setting that gives it. */
  readonly source: string
  /** The most calls in one second that took from the bucket. Not those of other operations that share it. */
  readonly peakPerSecond: number
  /** The highest utilization; undefined if no window has enough calls. */
  readonly highest: HighestUtilization | undefined
}

export interface HighestUtilization {
  readonly percent: number
  /** The second in which it was reached, in milliseconds since 1970. */
  readonly time: number
  /** The window that ends in that second, in seconds. */
  readonly windowSeconds: number
}

/** Measures utilization as the function does, but of all operations and with the sources of their limits. */
export interface LimitMeter {
  /** Adds a call of the current delivery. */
  add(call: Call): void
  /** Ends the current delivery. */
  endDelivery(): void
  /** The limits of the operations called so far, the highest utilization first. */
  read(): OperationLimit[]
}

/** The source of limits in the configuration. */
const CONFIGURED = 'RateLimits'

/** An operation in one account and Region, with one of the buckets that its calls take tokens from. */
interface Entry {
  readonly call: Pick<OperationLimit, 'service' | 'operation' | 'region' | 'account'>
  readonly bucket: Bucket
  peak: number
  highest: HighestUtilization | undefined
  /** Calls by second of the current delivery. */
  readonly seconds: Map<number, number>
}

/**
 * @param given the documented limits, and those that a user gives
 * @param configured the overrides in the function's configuration, which win over all others
 */
export function createLimitMeter(given: SourcedLimits, configured: readonly LimitOverride[]): LimitMeter {
  const findBuckets = createBucketFinder(() => given.table, [...given.overrides, ...configured])
  const recent = new RecentCalls()
  const entries = new Map<string, Entry>()
  const touched = new Set<Entry>()
  let batch = beginUtilization(findBuckets, recent)

  const sourceOf = ({ index, override }: Bucket, service: string): string => {
    if (override !== undefined) return given.overrides.find((one) => one === override)?.from ?? CONFIGURED
    const file = given.table.find((one) => one.service === service)
    return file?.limits[index ?? -1]?.source ?? file?.source ?? ''
  }

  return {
    add(call) {
      batch.add(call)
      const { Service: service, Operation: operation, Region: region, Account: account } = call.dimensions
      if (region === NONE || account === NONE) return
      const second = Math.floor(call.time / 1000)
      for (const bucket of findBuckets(call.dimensions, call.limitConditions)) {
        const entry = getOrAdd(entries, entryKey(bucket, operation, region), () => ({
          call: { service, operation, region, account },
          bucket,
          peak: 0,
          highest: undefined,
          seconds: new Map(),
        }))
        entry.seconds.set(second, (entry.seconds.get(second) ?? 0) + 1)
        touched.add(entry)
      }
    },
    endDelivery() {
      const { utilizations, commit } = batch.end(0)
      for (const { bucket, percent, second, window } of utilizations) {
        const { Operation: operation, Region: region } = bucket.dimensions
        const entry = entries.get(entryKey(bucket, operation, region))
        if (entry === undefined || percent <= (entry.highest?.percent ?? 0)) continue
        entry.highest = { percent, time: second, windowSeconds: window }
      }
      for (const entry of touched) {
        const known = recent.get(entry.bucket.key)
        // If only one operation used the bucket, its calls are all calls.
        const key = entry.bucket.operationKey
        const single = known?.all.bucket.operationKey === key ? known.all : undefined
        const before = known?.operations === undefined ? single : known.operations.get(key)
        for (const [second, calls] of entry.seconds)
          entry.peak = Math.max(entry.peak, calls + callsIn(before, second))
        entry.seconds.clear()
      }
      touched.clear()
      commit()
      batch = beginUtilization(findBuckets, recent)
    },
    read: () =>
      closest(entries.values()).map(({ call, bucket, peak, highest }) => ({
        ...call,
        limitPerSecond: bucket.refillPerSecond,
        bucketSize: sizeOf(bucket),
        bucketAssumed: bucket.bucketSize === undefined,
        source: sourceOf(bucket, call.service),
        peakPerSecond: peak,
        highest,
      })),
  }
}

/** The key of a bucket includes the account, but not the Region and the operation of a call. */
function entryKey({ key }: Bucket, operation: string, region: string): string {
  return [key, operation, region].join('\n')
}

function callsIn(known: OperationCalls | undefined, second: number): number {
  if (known === undefined) return 0
  const place = indexAfter(known.seconds, second - 1)
  return known.seconds[place] === second ? (known.calls[place] ?? 0) : 0
}

/** The bucket of each operation that is closest to empty. */
function closest(entries: Iterable<Entry>): Entry[] {
  const first = new Map<string, Entry>()
  for (const entry of entries) {
    const key = Object.values(entry.call).join('\n')
    const known = first.get(key)
    if (known === undefined || byUtilization(entry, known) < 0) first.set(key, entry)
  }
  return [...first.values()].sort(byUtilization)
}

function byUtilization(a: Entry, b: Entry): number {
  const names = ({ call }: Entry) => Object.values(call).join('\n')
  return percentOf(b) - percentOf(a) || b.peak - a.peak || (names(a) < names(b) ? -1 : 1)
}

function percentOf({ highest }: Entry): number {
  return highest?.percent ?? 0
}
