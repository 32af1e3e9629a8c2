import { createHash } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import type { CloudWatchLogsDecodedData, CloudWatchLogsEvent, KinesisStreamEvent, SQSEvent } from 'aws-lambda'
import type { Message } from '../../src/cloudtrail/call.ts'
import { reasonOf } from '../../src/errors.ts'
import { findFiles, readMessages } from '../../src/preview/files.ts'
import type { ObjectLocation } from '../../src/sources/source.ts'
import { kinesisEvent, objectCreated, sqsEvent } from './lambda-events.ts'

/** What an event file holds: records, the test that a source sends when it is set up, or a payload that is cut off. */
export const EVENT_KINDS = ['data', 'control', 'undecodable'] as const

export type EventKind = (typeof EVENT_KINDS)[number]

/** The values of the template's parameter Source, in lower case. */
export const EVENT_SOURCES = ['logs', 'kinesis', 's3'] as const

export type EventSource = (typeof EVENT_SOURCES)[number]

/** What an event is made from. */
export interface EventRequest {
  readonly source: EventSource
  readonly kind: EventKind
  /** Files of records; for the source S3, objects as `s3://BUCKET/KEY`. */
  readonly from: readonly string[]
}

/** Records in each payload of a data stream. */
const PAYLOAD_SIZE = 100

/**
 * What Lambda is invoked with when a source delivers records.
 * @throws {Error} naming the file that can't be read, or what is no object
 */
export async function makeEvent({
  source,
  kind,
  from,
}: EventRequest): Promise<CloudWatchLogsEvent | KinesisStreamEvent | SQSEvent> {
  if (source === 's3') return objectsEvent(from.map(objectLocation), kind)
  const messages = await messagesIn(from)
  if (messages.length === 0 && kind !== 'control') throw new Error('The files hold no records.')
  if (source === 'kinesis') return kinesisEvent(payloadsOf(messages, kind))
  return { awslogs: { data: payloadOf(messages, kind) } }
}

async function messagesIn(paths: readonly string[]): Promise<Message[]> {
  const messages: Message[] = []
  for (const file of await findFiles(paths)) {
    try {
      for (const message of await readMessages(file)) messages.push(message)
    } catch (error) {
      throw new Error(`${file}: ${reasonOf(error)}`, { cause: error })
    }
  }
  return messages
}

/**
 * Of what is undecodable the second payload is cut off, so that one comes before it and the others after it; where there
 * is only one, that.
 */
function payloadsOf(messages: readonly Message[], kind: EventKind): string[] {
  if (kind === 'control') return [payloadOf([], kind)]
  const payloads: string[] = []
  const cutOff = messages.length > PAYLOAD_SIZE ? PAYLOAD_SIZE : 0
  for (let start = 0; start < messages.length; start += PAYLOAD_SIZE)
    payloads.push(payloadOf(messages.slice(start, start + PAYLOAD_SIZE), start === cutOff ? kind : 'data'))
  return payloads
}

/** Of what is undecodable the last message is cut off. */
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

/** The base64 of what a subscription delivers. */
function payloadOf(messages: readonly Message[], kind: EventKind): string {
  const json = JSON.stringify(kind === 'control' ? CONTROL_MESSAGE : dataMessage(messages))
  const payload = gzipSync(json, { level: 9 })
  const end = kind === 'undecodable' ? Math.floor(payload.length / 2) : payload.length
  return payload.subarray(0, end).toString('base64')
}

const S3_TEST_EVENT = JSON.stringify({
  Service: 'Amazon S3',
  Event: 's3:TestEvent',
  Time: '2026-10-01T08:25:00.000Z',
  Bucket: 'example-trail',
  RequestId: '5582815E1AEA5ADF',
  HostId: 'EXAMPLE',
})

const CONTROL_MESSAGE: CloudWatchLogsDecodedData = {
  owner: 'CloudwatchLogs',
  logGroup: '',
  logStream: '',
  subscriptionFilters: [],
  messageType: 'CONTROL_MESSAGE',
  logEvents: [
    { id: '', timestamp: 1790841600000, message: 'CWL CONTROL MESSAGE: Checking health of destination.' },
  ],
}

function dataMessage(messages: readonly Message[]): CloudWatchLogsDecodedData {
  return {
    messageType: 'DATA_MESSAGE',
    owner: '111122223333',
    logGroup: 'aws-cloudtrail-logs',
    logStream: '111122223333_CloudTrail_eu-west-1',
    subscriptionFilters: ['api-usage'],
    logEvents: messages.map((message, i) => {
      const text = textOf(message)
      return { id: logEventId(message, text, i), timestamp: timestampOf(text), message: text }
    }),
  }
}

/** What a log event has for its message. */
export function textOf(message: Message): string {
  return 'text' in message ? message.text : (JSON.stringify(message.record) ?? '')
}

/** 56 digits as CloudWatch Logs gives them, the same for the same record at the same place in a file. */
function logEventId({ id }: Message, text: string, place: number): string {
  if (id !== undefined && /^\d{56}$/.test(id)) return id
  const digest = createHash('sha256').update(`${place}\n${text}`).digest('hex')
  return BigInt(`0x${digest}`).toString().padStart(56, '0').slice(0, 56)
}

/** A log event of CloudTrail carries a time near the record's. */
function timestampOf(text: string): number {
  const time = /"eventTime":"([^"]+)"/.exec(text)?.[1]
  const parsed = time === undefined ? Number.NaN : Date.parse(time)
  return Number.isNaN(parsed) ? 1790841600000 : parsed
}
