import { matches } from '../core/cloudtrail/operations.ts'
import type { ReadObject } from '../sources/source.ts'
import { HOUR_MS, MINUTE_MS } from '../util/time.ts'
import { MAX_BYTES, readContents } from './contents.ts'
import type { Input } from './input.ts'
import { messagesIn } from './messages.ts'
import { type BucketListing, logFilesOf, type TimeRange } from './trail-bucket.ts'

/** A location in a bucket. */
export interface BucketPlace {
  readonly bucket: string
  /** A prefix of keys, or one key. */
  readonly prefix: string
}

/** The log files to read. */
export interface Wanted {
  /** The time of the calls in milliseconds since 1970. Undefined means no limit. */
  readonly from: number | undefined
  readonly to: number | undefined
  /** Patterns with `*` and `?`. Undefined means all accounts or Regions. */
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
 * The location of `s3://BUCKET/PREFIX`.
 * @throws {Error} if it has no bucket
 */
export function bucketPlace(uri: string): BucketPlace {
  const [, bucket, prefix = ''] = /^s3:\/\/([^/]+)(?:\/(.*))?$/s.exec(uri) ?? []
  if (bucket === undefined) throw new Error(`Expected s3://BUCKET/PREFIX, given ${uri}`)
  return { bucket, prefix }
}

/** Whether a location is a single object and not a prefix. */
export function isObject({ prefix }: BucketPlace): boolean {
  return FILE.test(prefix)
}

/**
 * The delivery times of the files that can have calls of the requested time.
 * @param now in milliseconds since 1970
 * @throws {Error} if a whole trail would have to be listed
 */
export function deliveryRange({ bucket, prefix }: BucketPlace, { from, to }: Wanted, now: number): TimeRange {
  if (from === undefined && !DATE.test(prefix))
    throw new Error(
      `s3://${bucket}/${prefix}: add --since, such as --since 2h, or name the folder of a day. The preview never lists a whole bucket.`,
    )
  return { from: Math.max(0, (from ?? 0) - MARGIN.before), to: (to ?? now) + MARGIN.after }
}

/**
 * Inputs for the log files of a trail that can have the requested calls. Lists only the folders of the requested accounts and
 * Regions, from the requested time on.
 * @param now in milliseconds since 1970
 * @throws {Error} if a whole trail would have to be listed, or the location isn't one of a trail
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

/** A listing of only the folders of the requested accounts and Regions. */
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
 * @param bytes its stored size; 0 if unknown
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
    // read throws the error. Until then, it must not count as an unhandled rejection.
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
