import { PayloadError } from '../errors.ts'
import { type Fields, isObject } from '../json.ts'
import { type EventRecord, recordsOf } from './event-records.ts'
import type { ObjectLocation } from './source.ts'

/** What one message names. */
export interface NamedObjects {
  /** Log files of CloudTrail that were created. */
  readonly logFiles: readonly ObjectLocation[]
  /** How many other objects it names, and what else happened to objects than that they were created. */
  readonly others: number
}

/**
 * `[PREFIX/]AWSLogs/[o-ORGANIZATION/]ACCOUNT/CloudTrail/REGION/YYYY/MM/DD/FILE.json.gz`. Digests and Insights events have
 * folders of their own, CloudTrail-Digest and CloudTrail-Insight.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/get-and-view-cloudtrail-log-files.html
 */
const LOG_FILE = /(?:^|\/)AWSLogs\/(?:o-[a-z0-9]+\/)?\d{12}\/CloudTrail\/.+\.json\.gz$/

/**
 * The objects that the body of a message names, which is an event of EventBridge or a notification of the bucket itself.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/EventBridge.html
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html
 * @throws {PayloadError} where it is neither
 */
export function namedObjects(body: string): NamedObjects {
  const message = parse(body)
  // What S3 sends when a notification is set up.
  if (isObject<'Event'>(message) && message.Event === 's3:TestEvent') return { logFiles: [], others: 0 }
  const happenings = recordsOf(message, 'aws:s3')?.map(fromNotification) ?? [fromEventBridge(message)]
  const logFiles = happenings.flatMap(({ created, ...location }) =>
    created && LOG_FILE.test(location.key) ? [location] : [],
  )
  return { logFiles, others: happenings.length - logFiles.length }
}

interface Happening extends ObjectLocation {
  readonly created: boolean
}

function fromEventBridge(message: unknown): Happening {
  const event: Fields<'source' | 'detail-type' | 'detail'> = isObject(message) ? message : {}
  if (event.source !== 'aws.s3') throw noObject()
  return { ...locationOf(event.detail, (key) => key), created: event['detail-type'] === 'Object Created' }
}

function fromNotification({ eventName, s3 }: EventRecord): Happening {
  return { ...locationOf(s3, decodedKey), created: String(eventName).startsWith('ObjectCreated:') }
}

function locationOf(detail: unknown, decode: (key: string) => string): ObjectLocation {
  const { bucket, object }: Fields<'bucket' | 'object'> = isObject(detail) ? detail : {}
  const name = isObject<'name'>(bucket) ? bucket.name : undefined
  const key = isObject<'key'>(object) ? object.key : undefined
  if (typeof name !== 'string' || typeof key !== 'string') throw noObject()
  return { bucket: name, key: decode(key) }
}

/** Notifications have the key as in the query of a URL, events of EventBridge as it is. */
function decodedKey(key: string): string {
  try {
    return decodeURIComponent(key.replaceAll('+', ' '))
  } catch (error) {
    throw new PayloadError(`The message names an object by a key that is not URL-encoded: ${key}`, {
      cause: error,
    })
  }
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return undefined
  }
}

function noObject(): PayloadError {
  return new PayloadError(
    'The message names no object: expected an event "Object Created" of EventBridge or a notification of S3',
  )
}
