import { isObject, parseJson } from '../../util/json.ts'
import { causeOf } from './cause.ts'

/** A record of a data stream. */
export interface StreamRecord {
  readonly kinesis: { readonly sequenceNumber: string }
}

/** The content of an object in the failure bucket. */
export interface Batch {
  /** Undefined if it isn't a batch. */
  readonly records: readonly StreamRecord[] | undefined
  /** The reason of the failure, or the reason why it isn't a batch. */
  readonly cause: string
}

/**
 * A batch as Lambda stores it. In Lambda's documentation, the payload is a string with the event as JSON.
 * https://docs.aws.amazon.com/lambda/latest/dg/kinesis-on-failure-destination.html
 */
export function readBatch(text: string): Batch {
  const stored = parseJson(text)
  if (!isObject<'payload' | 'requestContext' | 'responsePayload'>(stored))
    return { records: undefined, cause: 'Not a batch of a data stream: not a JSON object' }
  const event = typeof stored.payload === 'string' ? parseJson(stored.payload) : stored.payload
  const records = isObject<'Records'>(event) && Array.isArray(event.Records) ? event.Records : []
  if (records.length === 0 || !records.every(isStreamRecord))
    return { records: undefined, cause: 'Not a batch of a data stream: it has no payload with Records' }
  return { records, cause: causeOf(stored) }
}

function isStreamRecord(record: unknown): record is StreamRecord {
  return (
    isObject<'kinesis'>(record) &&
    isObject<'sequenceNumber'>(record.kinesis) &&
    typeof record.kinesis.sequenceNumber === 'string'
  )
}

/** The text of a batch with only these records. */
export function textWith(text: string, records: readonly StreamRecord[]): string {
  const stored: unknown = parseJson(text)
  const { payload } = isObject<'payload'>(stored) ? stored : {}
  const event = { Records: records }
  return JSON.stringify({
    ...Object(stored),
    payload: typeof payload === 'string' ? JSON.stringify(event) : event,
  })
}
