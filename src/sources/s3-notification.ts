import { PayloadError } from '../util/errors.ts'
import { type Fields, isObject, parseJson } from '../util/json.ts'
import { type EventRecord, recordsOf } from './event-records.ts'
import type { ObjectLocation } from './source.ts'

/** The event in S3's test message for a new bucket notification. */
const S3_TEST = 's3:TestEvent'

/** CloudTrail's test message for a topic. */
const CLOUDTRAIL_TEST = 'CloudTrail validation message.'

/** The objects in one message. */
export interface NamedObjects {
  /** New CloudTrail log files. */
  readonly logFiles: readonly ObjectLocation[]
  /** Number of other objects, of other events of objects, and of messages without objects. */
  readonly others: number
}

/**
 * `[PREFIX/]AWSLogs/[o-ORGANIZATION/]ACCOUNT/CloudTrail/REGION/YYYY/MM/DD/FILE.json.gz`. Digests and Insights events have
 * separate folders, CloudTrail-Digest and CloudTrail-Insight.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/get-and-view-cloudtrail-log-files.html
 */
const LOG_FOLDER = /(?:^|\/)AWSLogs\/(?:o-[a-z0-9]+\/)?\d{12}\/CloudTrail\//

/** The members that distinguish the forms of messages. */
type Notification = Fields<
  'Event' | 'messageType' | 's3Bucket' | 's3ObjectKey' | 'source' | 'detail-type' | 'detail'
>

const NOTHING_TO_READ: NamedObjects = { logFiles: [], others: 1 }

/**
 * The objects in the body of a message. The body is an EventBridge event, a notification from the bucket, or CloudTrail's
 * notification of delivered log files, either raw or in the envelope of an SNS topic. Other messages on such a topic (AWS
 * Config's deliveries, confirmations, tests) count as one object to skip.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/EventBridge.html
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/configure-sns-notifications-for-cloudtrail.html
 * @throws {PayloadError} for any other message, or one of these forms that is damaged
 */
export function namedObjects(body: string): NamedObjects {
  const message = parseJson(body)
  if (isEnvelope(message)) return objectsIn(message.Message) ?? NOTHING_TO_READ
  const objects = objectsIn(body)
  if (objects === undefined) throw noObject()
  return objects
}

/** Undefined for a message of an unknown form, which a topic may have for other subscribers. */
function objectsIn(text: unknown): NamedObjects | undefined {
  if (text === CLOUDTRAIL_TEST) return NOTHING_TO_READ
  const message = typeof text === 'string' ? parseJson(text) : undefined
  if (!isObject<keyof Notification>(message)) return undefined
  // AWS Config uses the same members as CloudTrail, but adds a message type.
  if (message.Event === S3_TEST || typeof message.messageType === 'string') return NOTHING_TO_READ
  const happenings = happeningsIn(message)
  if (happenings === undefined) return undefined
  const logFiles = happenings.flatMap(({ created, ...location }) =>
    created && isLogFile(location.key) ? [location] : [],
  )
  return { logFiles, others: happenings.length - logFiles.length }
}

interface Envelope {
  readonly TopicArn: string
  readonly Message?: unknown
}

/**
 * Whether SNS put the message into its envelope (without raw message delivery), or sent a message itself.
 * https://docs.aws.amazon.com/sns/latest/dg/sns-message-and-json-formats.html
 */
function isEnvelope(message: unknown): message is Envelope {
  return (
    isObject<'Type' | 'TopicArn'>(message) &&
    typeof message.Type === 'string' &&
    typeof message.TopicArn === 'string'
  )
}

function isLogFile(key: string): boolean {
  return key.endsWith('.json.gz') && !key.endsWith('/.json.gz') && LOG_FOLDER.test(key)
}

interface Happening extends ObjectLocation {
  readonly created: boolean
}

function happeningsIn(message: Notification): readonly Happening[] | undefined {
  if (message.s3ObjectKey !== undefined) return fromCloudTrail(message)
  if (message.source === 'aws.s3') return [fromEventBridge(message)]
  return recordsOf(message, 'aws:s3')?.map(fromNotification)
}

/** A message has all files of a delivery. Keys aren't URL-encoded. */
function fromCloudTrail({ s3Bucket, s3ObjectKey }: Notification): Happening[] {
  const keys: readonly unknown[] = Array.isArray(s3ObjectKey) ? s3ObjectKey : []
  if (typeof s3Bucket !== 'string' || keys.length === 0) throw noObject()
  return keys.map((key) => {
    if (typeof key !== 'string') throw noObject()
    return { bucket: s3Bucket, key, created: true }
  })
}

function fromEventBridge(event: Notification): Happening {
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

/** Keys in notifications are URL-encoded. Keys in EventBridge events aren't. */
function decodedKey(key: string): string {
  try {
    return decodeURIComponent(key.replaceAll('+', ' '))
  } catch (error) {
    throw new PayloadError(`The object key in the message is not URL-encoded: ${key}`, {
      cause: error,
    })
  }
}

function noObject(): PayloadError {
  return new PayloadError(
    'The message has no S3 object: expected an EventBridge "Object Created" event, or a notification from S3 or CloudTrail',
  )
}
