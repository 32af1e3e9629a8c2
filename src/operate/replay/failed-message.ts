import { namedObjects } from '../../sources/s3-notification.ts'
import { PayloadError } from '../../util/errors.ts'
import { isObject, parseJson } from '../../util/json.ts'
import { causeOf } from './cause.ts'
import type { QueueMessage } from './queue.ts'

/** A message in the failure queue, by its content. */
export type FailedMessage = FailedEvent | FailedObjects | Unknown

/**
 * An event whose asynchronous invocation failed after all retries, as Lambda stores it.
 * https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html
 */
export interface FailedEvent {
  readonly kind: 'event'
  /** The event of the invocation. */
  readonly event: unknown
  readonly cause: string
  /** The time of the last failure, in milliseconds since 1970. */
  readonly failedAt: number
}

/** A message about objects. */
export interface FailedObjects {
  readonly kind: 'objects'
  readonly files: number
  readonly cause: string
  readonly failedAt: number
}

/** Neither of the two. */
export interface Unknown {
  readonly kind: 'unknown'
  readonly reason: string
  readonly failedAt: number
}

/** SQS moves a message to the failure queue without a reason. */
const NOT_READ = 'The function could not read the objects. See its log for the cause'

/** The content of a message in the failure queue. */
export function failedMessage({ body, sentAt, deliveryError }: QueueMessage): FailedMessage {
  const value = parseJson(body)
  if (isObject<'requestPayload'>(value) && value.requestPayload !== undefined)
    return failedEvent(value, value.requestPayload, sentAt)
  try {
    const { logFiles, others } = namedObjects(body)
    const cause =
      deliveryError === undefined ? NOT_READ : `EventBridge could not deliver it: ${deliveryError}`
    return { kind: 'objects', files: logFiles.length + others, cause, failedAt: sentAt }
  } catch (error) {
    if (!(error instanceof PayloadError)) throw error
    const reason = 'It has neither an event (requestPayload) nor objects'
    return { kind: 'unknown', reason, failedAt: sentAt }
  }
}

function failedEvent(value: object, event: unknown, sentAt: number): FailedEvent {
  const record: FailureRecord = value
  const { timestamp } = record
  const time = typeof timestamp === 'string' ? Date.parse(timestamp) : Number.NaN
  return {
    kind: 'event',
    event,
    cause: causeOf(record),
    failedAt: Number.isNaN(time) ? sentAt : time,
  }
}

interface FailureRecord {
  readonly timestamp?: unknown
  readonly requestContext?: unknown
  readonly responsePayload?: unknown
}
