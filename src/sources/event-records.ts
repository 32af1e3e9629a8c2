import { isObject } from '../util/json.ts'

/** One of the Records of a Lambda event, or of an S3 notification, which has the same form. */
export interface EventRecord {
  readonly [name: string]: unknown
}

/** The records of an event of one event source (`aws:kinesis`, `aws:sqs`, `aws:s3`); undefined for other events. */
export function recordsOf(event: unknown, eventSource: string): readonly EventRecord[] | undefined {
  if (!isObject<'Records'>(event) || !Array.isArray(event.Records) || event.Records.length === 0)
    return undefined
  const records: readonly unknown[] = event.Records
  const isOfSource = (record: unknown): record is EventRecord =>
    isObject<'eventSource'>(record) && record.eventSource === eventSource
  return records.every(isOfSource) ? records : undefined
}
