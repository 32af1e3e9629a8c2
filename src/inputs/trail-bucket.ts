import { deliveryTime } from '../core/cloudtrail/log-file-key.ts'
import { prefetch } from '../util/prefetch.ts'
import { MINUTE_MS } from '../util/time.ts'

/** An object in a bucket. */
export interface BucketObject {
  readonly key: string
  /** The stored size. Log files are gzipped. */
  readonly bytes: number
}

/** Lists a bucket. */
export interface BucketListing {
  /** The folders directly below a prefix, including the prefix and a `/` at the end. */
  readonly folders: (prefix: string) => AsyncIterable<string>
  /** The objects below a prefix, ordered by key. */
  readonly objects: (prefix: string, startAfter: string) => AsyncIterable<BucketObject>
}

/** A log file of CloudTrail. */
export interface LogFile extends BucketObject {
  /** The time of delivery, to the minute, in milliseconds since 1970. */
  readonly deliveredAt: number
}

/** A time range in milliseconds since 1970, without its end. */
export interface TimeRange {
  readonly from: number
  readonly to: number
}

/** A location that isn't one of a trail. */
export class TrailBucketError extends Error {
  override readonly name = 'TrailBucketError'
}

const ROOT = 'AWSLogs'
const ORGANIZATION = /^o-[a-z0-9]{10,32}$/
const ACCOUNT = /^\d{12}$/

/** Maximum number of concurrent listings. An organization can have thousands of combinations of account and Region. */
const LISTINGS = 16

/**
 * The log files that a trail delivered within a time range, by account, Region and time. Lists the folders down to the
 * accounts and Regions, and then the keys of that time in each, never the whole bucket, which may have millions of keys.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/get-and-view-cloudtrail-log-files.html
 * @param prefix a location in the bucket: empty, the prefix of the trail, or a folder below it, down to a day
 * @throws {TrailBucketError} if the prefix can't be one of a trail
 */
export async function* logFilesOf(
  listing: BucketListing,
  prefix: string,
  range: TimeRange,
): AsyncGenerator<LogFile> {
  const { root, wanted } = placeOf(prefix)
  const regionsOf = (account: Folder) => all(regionFolders(listing, account, wanted))
  const regions = flat(prefetch(accountFolders(listing, root, wanted), LISTINGS, regionsOf))
  yield* flat(prefetch(regions, LISTINGS, (region) => all(filesOf(listing, region, wanted, range))))
}

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = []
  for await (const item of items) found.push(item)
  return found
}

async function* flat<T>(lists: AsyncIterable<readonly T[]>): AsyncGenerator<T> {
  for await (const list of lists) yield* list
}

interface Folder {
  readonly id: string
  readonly folder: string
}

interface Region extends Folder {
  readonly account: string
}

interface Place {
  /** Ends in `AWSLogs/`. */
  readonly root: string
  /** The requested folder: the root, or one below it. */
  readonly wanted: string
}

function placeOf(prefix: string): Place {
  const parts = prefix.split('/').filter((part) => part !== '')
  const at = parts.indexOf(ROOT)
  if (at < 0) {
    const root = [...parts, ROOT, ''].join('/')
    return { root, wanted: root }
  }
  const below = parts.slice(at + 1)
  const [first = '', ...others] = below
  const [account, kind, , ...date] = ORGANIZATION.test(first) ? others : below
  const isPlace =
    (account === undefined || ACCOUNT.test(account)) &&
    (kind === undefined || kind === 'CloudTrail') &&
    date.length <= 3 &&
    date.every((part, i) => (i === 0 ? /^\d{4}$/ : /^\d\d$/).test(part))
  if (!isPlace)
    throw new TrailBucketError(
      `${prefix} isn't a folder of log files: expected [PREFIX/]AWSLogs/[o-ORGANIZATION/]ACCOUNT/CloudTrail/REGION/YYYY/MM/DD or the first parts of that`,
    )
  return {
    root: [...parts.slice(0, at), ROOT, ''].join('/'),
    wanted: [...parts, ''].join('/'),
  }
}

/** Whether a folder is above or below the requested one, or that one itself. */
function isWithin(folder: string, wanted: string): boolean {
  return folder.startsWith(wanted) || wanted.startsWith(folder)
}

/** The folders of accounts, directly below the root or in the folder of an organization. */
async function* accountFolders(
  listing: BucketListing,
  folder: string,
  wanted: string,
): AsyncGenerator<Folder> {
  for await (const below of listing.folders(folder)) {
    if (!isWithin(below, wanted)) continue
    const id = lastPart(below)
    if (ACCOUNT.test(id)) yield { id, folder: below }
    else if (ORGANIZATION.test(id) && folder.endsWith(`${ROOT}/`))
      yield* accountFolders(listing, below, wanted)
  }
}

/** Digests, Insights events and the like have separate folders next to `CloudTrail`. */
async function* regionFolders(
  { folders }: BucketListing,
  { id, folder }: Folder,
  wanted: string,
): AsyncGenerator<Region> {
  for await (const region of folders(`${folder}CloudTrail/`))
    if (isWithin(region, wanted)) yield { account: id, id: lastPart(region), folder: region }
}

function lastPart(folder: string): string {
  return folder.split('/').at(-2) ?? ''
}

/** Keys are ordered by time, so listing starts and ends with the time range. */
async function* filesOf(
  { objects }: BucketListing,
  { account, id, folder }: Region,
  wanted: string,
  { from, to }: TimeRange,
): AsyncGenerator<LogFile> {
  const first = Math.floor(from / MINUTE_MS) * MINUTE_MS
  const time = new Date(first).toISOString().slice(0, 16).replaceAll(/[-:]/g, '')
  const start = `${folder}${dayOf(first)}/${account}_CloudTrail_${id}_${time}`
  // "0" follows "/" in ASCII, so this comes after all keys of the last day.
  const end = `${folder}${dayOf(to - 1)}0`
  const prefix = wanted.startsWith(folder) ? wanted : folder
  for await (const object of objects(prefix, start)) {
    if (object.key >= end) return
    const deliveredAt = deliveryTime(object.key)
    if (deliveredAt === undefined || !object.key.endsWith('.json.gz')) continue
    if (deliveredAt >= first && deliveredAt < to) yield { ...object, deliveredAt }
  }
}

/** `2026/11/22`, in UTC. */
function dayOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10).replaceAll('-', '/')
}
