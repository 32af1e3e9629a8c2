import type { Message } from '../../core/cloudtrail/call.ts'
import { eventTimeMs } from '../../core/cloudtrail/record.ts'
import { NO_DEADLINE } from '../../sources/deadline.ts'
import { readEvent } from '../../sources/read-event.ts'
import { PayloadError, reasonOf, UnknownEventError } from '../../util/errors.ts'
import { isObject, parseJson } from '../../util/json.ts'

/** The records in an event, or the reason why they can't be read. */
export type Contents = Readable | Unreadable

export interface Readable {
  readonly records: number
  /** The number of records that are too old for CloudWatch. */
  readonly expired: number
}

export interface Unreadable {
  readonly unreadable: string
}

/** More than a function with 3,072 MB accepts, so a payload that can't be inflated within it is damaged and not only large. */
const MAX_PAYLOAD_BYTES = 256 * 1024 * 1024

const OPTIONS = {
  maxPayloadBytes: MAX_PAYLOAD_BYTES,
  maxObjectBytes: 0,
  ownLogGroup: undefined,
  readObject: () => Promise.reject(new PayloadError('Objects are not read here')),
  remainingMs: NO_DEADLINE,
}

/**
 * Reads an event as the function would, with room for the largest payloads.
 * @param oldestMs the earliest eventTime to count, in milliseconds since 1970
 */
export async function contentsOf(event: unknown, oldestMs: number): Promise<Contents> {
  let [records, expired] = [0, 0]
  try {
    const { failures } = await readEvent(event, OPTIONS, (messages) => {
      for (const message of messages) {
        records++
        if (timeOf(message) < oldestMs) expired++
      }
    })
    const [failure] = failures
    return failure === undefined ? { records, expired } : { unreadable: failure.reason }
  } catch (error) {
    if (error instanceof PayloadError || error instanceof UnknownEventError)
      return { unreadable: reasonOf(error) }
    throw error
  }
}

/** The eventTime of a record; infinity if it has none, so that it isn't too old. */
function timeOf(message: Message): number {
  const record = 'text' in message ? parseJson(message.text) : message.record
  const time = isObject<'eventTime'>(record) ? record.eventTime : undefined
  return (typeof time === 'string' ? eventTimeMs(time) : undefined) ?? Number.POSITIVE_INFINITY
}
