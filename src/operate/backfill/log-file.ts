import type { Message } from '../../core/cloudtrail/call.ts'
import { eventTimeMs } from '../../core/cloudtrail/record.ts'
import { sqsEvent } from '../../events/lambda-events.ts'
import { messageText } from '../../events/subscription-payload.ts'
import type { TimeRange } from '../../inputs/trail-bucket.ts'
import { NO_DEADLINE } from '../../sources/deadline.ts'
import { readEvent } from '../../sources/read-event.ts'
import type { ObjectLocation, ReadObject } from '../../sources/source.ts'
import { PayloadError } from '../../util/errors.ts'
import { isObject, parseJson } from '../../util/json.ts'

/** CloudTrail's files have up to 50 MB. */
const MAX_OBJECT_BYTES = 256 * 1024 * 1024

/**
 * The message about a log file: the parts of an EventBridge event that the function reads.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html
 */
export function objectMessage({ bucket, key }: ObjectLocation): string {
  return JSON.stringify({
    source: 'aws.s3',
    'detail-type': 'Object Created',
    detail: { bucket: { name: bucket }, object: { key }, reason: 'Backfill' },
  })
}

/**
 * Reads the records of a log file as the function would.
 * @throws {PayloadError} if it can't be read or is damaged
 */
export async function readLogFile(location: ObjectLocation, readObject: ReadObject): Promise<Message[]> {
  const messages: Message[] = []
  const options = {
    maxPayloadBytes: MAX_OBJECT_BYTES,
    maxObjectBytes: MAX_OBJECT_BYTES,
    ownLogGroup: undefined,
    readObject,
    remainingMs: NO_DEADLINE,
  }
  const { failures } = await readEvent(sqsEvent([objectMessage(location)]), options, (payload) => {
    for (const message of payload) messages.push(message)
  })
  const [failure] = failures
  if (failure !== undefined) throw new PayloadError(failure.reason)
  return messages
}

/**
 * The messages whose call was made within a time range, in order. Messages that aren't calls have no time. They are kept, to
 * be counted as malformed.
 */
export function messagesWithin(messages: readonly Message[], { from, to }: TimeRange): Message[] {
  return messages.filter((message) => {
    const record = parseJson(messageText(message))
    const eventTime = isObject<'eventTime'>(record) ? record.eventTime : undefined
    const time = typeof eventTime === 'string' ? eventTimeMs(eventTime) : undefined
    return time === undefined || (time >= from && time < to)
  })
}
