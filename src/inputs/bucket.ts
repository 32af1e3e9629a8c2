import { matches } from '../core/cloudtrail/operations.ts'
import type { ReadObject } from '../sources/source.ts'
import { HOUR_MS, MINUTE_MS } from '../util/time.ts'
import { MAX_BYTES, readContents } from './contents.ts'
import type { Input } from './input.ts'
import { messagesIn } from './messages.ts'
import { type BucketListing, logFilesOf, type TimeRange } from './trail-bucket.ts'

/** A place in a bucket. */
export interface BucketPlace {
  readonly bucket: string
  /** A prefix of keys, or one key. */
  readonly prefix: string
}

/** The log files that are wanted. */
export interface Wanted {
  /** When the calls were made, in milliseconds since 1970; undefined where there is no bound. */
  readonly from: number | undefined
  readonly to: number | undefined
  /** Patterns with `*` and `?`. All accounts or Regions are wanted if undefined. */
  readonly accounts?: readonly string[] | undefined
  readonly regions?: readonly string[] | undefined
}

/**
 * CloudTrail delivers a call about 5 minutes after it was made, in rare cases much later. The time in the name of a log file
 * may be a little earlier than the calls in it.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/how-cloudtrail-works.html
 */
const MARGIN = { before: 5 * MINUTE_MS, after: HOUR_MS } as const

const FILE = /\.(?:gz|json|jsonl|log|ndjson|txt)$/i

/** Ends in a year, month or day. */
const DATE = /\/CloudTrail\/[^/]+\/\d{4}(?:\/\d\d){0,2}\/?$/

/**
 * The place that `s3://BUCKET/PREFIX` names.
 * @throws {Error} if there is no bucket in it
 */
export function bucketPlace(uri: string): BucketPlace {
  const [, bucket, prefix = ''] = /^s3:\/\/([^/]+)(?:\/(.*))?$/s.exec(uri) ?? []
  if (bucket === undefined) throw new Error(`Expected s3://BUCKET/PREFIX, given ${uri}`)
  return { bucket, prefix }
}

/** Whether a place is one object and not the prefix of many. */
export function isObject({ prefix }: BucketPlace): boolean {
  return FILE.test(prefix)
}

/**
 * When the files were delivered that contain calls of the wanted time.
 * @param now in milliseconds since 1970
 * @throws {Error} if all of a trail would have to be listed
 */
export function deliveryRange({ bucket, prefix }: BucketPlace, { from, to }: Wanted, now: number): TimeRange {
  if (from === undefined && !DATE.test(prefix))
    throw new Error(
      `s3://${bucket}/${prefix}: add --since, such as --since 2h, or name the folder of a day. A bucket is never listed as a whole.`,
    )
  return { from: Math.max(0, (from ?? 0) - MARGIN.before), to: (to ?? now) + MARGIN.after }
}

/**
 * Inputs for the log files of a trail that may contain the wanted calls. Only the folders of the wanted accounts and Regions
 * are listed, from the time on that is wanted.
 * @param now in milliseconds since 1970
 * @throws {Error} if all of a trail would have to be listed, or the place is not one of a trail
 */
export async function bucketInputs(
  place: BucketPlace,
  wanted: Wanted,
  listing: BucketListing,
  readObject: ReadObject,
  now: number,
): Promise<Input[]> {
  const range = deliveryRange(place, wanted, now)
  const inputs: Input[] = []
  for await (const { key, bytes } of logFilesOf(narrowed(listing, wanted), place.prefix, range))
    inputs.push(objectInput({ bucket: place.bucket, prefix: key }, bytes, readObject))
  return inputs
}

/** A listing without the folders of accounts and Regions that are not wanted. */
function narrowed(listing: BucketListing, { accounts, regions }: Wanted): BucketListing {
  return {
    ...listing,
    async *folders(prefix) {
      const isOfRegions = prefix.endsWith('/CloudTrail/')
      for await (const folder of listing.folders(prefix)) {
        const name = folder.slice(prefix.length, -1)
        const isWanted = isOfRegions
          ? isMatched(name, regions)
          : !/^\d{12}$/.test(name) || isMatched(name, accounts)
        if (isWanted) yield folder
      }
    },
  }
}

function isMatched(name: string, patterns: readonly string[] | undefined): boolean {
  return patterns?.some((pattern) => matches(pattern.toLowerCase(), name)) ?? true
}

/**
 * An input for one object. It is kept in memory from `prepare` to `read`.
 * @param bytes its size as it is stored; 0 if unknown
 */
export function objectInput(
  { bucket, prefix: key }: BucketPlace,
  bytes: number,
  readObject: ReadObject,
): Input {
  const name = `s3://${bucket}/${key}`
  let reading: Promise<Buffer> | undefined
  const begin = () => {
    reading ??= readObject({ bucket, key }, MAX_BYTES)
    // Its error is thrown by read. Until then it must not count as one that nobody handles.
    reading.catch(() => {})
    return reading
  }
  return {
    name,
    bytes,
    prepare: () => void begin(),
    async read() {
      const stored = await begin()
      reading = undefined
      return messagesIn(readContents(stored), name, { readObject, parsed: true })
    },
  }
}
