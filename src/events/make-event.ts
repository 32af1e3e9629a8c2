import type { CloudWatchLogsEvent, KinesisStreamEvent, SQSEvent } from 'aws-lambda'
import type { Message } from '../core/cloudtrail/call.ts'
import type { ObjectLocation } from '../sources/source.ts'
import { kinesisEvent, objectCreated, sqsEvent } from './lambda-events.ts'
import { controlPayload, cutOff, dataPayload } from './subscription-payload.ts'

/** The content of an event: records, the test that a source sends during setup, or a truncated payload. */
export const EVENT_KINDS = ['data', 'control', 'undecodable'] as const

export type EventKind = (typeof EVENT_KINDS)[number]

/** The values of the template's parameter Source, in lower case. */
export const EVENT_SOURCES = ['logs', 'kinesis', 's3'] as const

export type EventSource = (typeof EVENT_SOURCES)[number]

/** The input of an event. */
export interface EventRequest {
  readonly source: EventSource
  readonly kind: EventKind
  /** Paths of files with records; for the source `s3`, objects as `s3://BUCKET/KEY`. */
  readonly from: readonly string[]
}

/** Reads the records of files. */
export type ReadRecords = (paths: readonly string[]) => Promise<readonly Message[]>

/** Records in each payload of a data stream. */
const PAYLOAD_SIZE = 100

/**
 * The event that Lambda is invoked with when a source delivers records.
 * @throws {Error} if the files have no records, or an object doesn't have the form `s3://BUCKET/KEY`
 */
export async function makeEvent(
  { source, kind, from }: EventRequest,
  readRecords: ReadRecords,
): Promise<CloudWatchLogsEvent | KinesisStreamEvent | SQSEvent> {
  if (source === 's3') return objectsEvent(from.map(objectLocation), kind)
  const messages = await readRecords(from)
  if (messages.length === 0 && kind !== 'control') throw new Error('The files have no records.')
  if (source === 'kinesis') return kinesisEvent(payloadsOf(messages, kind))
  return { awslogs: { data: payloadOf(messages, kind) } }
}

/** In an undecodable event, the second payload is truncated, so that payloads come before and after it. A single payload is truncated too. */
function payloadsOf(messages: readonly Message[], kind: EventKind): string[] {
  if (kind === 'control') return [controlPayload()]
  const payloads: string[] = []
  const broken = messages.length > PAYLOAD_SIZE ? PAYLOAD_SIZE : 0
  for (let start = 0; start < messages.length; start += PAYLOAD_SIZE)
    payloads.push(payloadOf(messages.slice(start, start + PAYLOAD_SIZE), start === broken ? kind : 'data'))
  return payloads
}

function payloadOf(messages: readonly Message[], kind: EventKind): string {
  if (kind === 'control') return controlPayload()
  return kind === 'undecodable' ? cutOff(dataPayload(messages)) : dataPayload(messages)
}

/** In an undecodable event, the last message is truncated. */
function objectsEvent(objects: readonly ObjectLocation[], kind: EventKind): SQSEvent {
  const bodies = kind === 'control' ? [S3_TEST_EVENT] : objects.map(objectCreated)
  const last = bodies.at(-1)
  if (kind === 'undecodable' && last !== undefined) bodies.splice(-1, 1, last.slice(0, last.length / 2))
  return sqsEvent(bodies)
}

function objectLocation(uri: string): ObjectLocation {
  const [, bucket, key] = /^s3:\/\/([^/]+)\/(.+)$/s.exec(uri) ?? []
  if (bucket === undefined || key === undefined) throw new Error(`Expected s3://BUCKET/KEY, given ${uri}`)
  return { bucket, key }
}

const S3_TEST_EVENT = JSON.stringify({
  Service: 'Amazon S3',
  Event: 's3:TestEvent',
  Time: '2026-10-01T08:25:00.000Z',
  Bucket: 'example-trail',
  RequestId: '5582815E1AEA5ADF',
  HostId: 'EXAMPLE',
})
