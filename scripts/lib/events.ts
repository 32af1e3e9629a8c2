import { createHash } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import type { CloudWatchLogsDecodedData, CloudWatchLogsEvent } from 'aws-lambda'
import type { Message } from '../../src/cloudtrail/call.ts'

/** What an event file holds: records, CloudWatch Logs' test of a new subscription, or a payload that is cut off. */
export const EVENT_KINDS = ['data', 'control', 'undecodable'] as const

export type EventKind = (typeof EVENT_KINDS)[number]

/** What Lambda is invoked with by a CloudWatch Logs subscription that delivers `messages`. */
export function makeEvent(messages: readonly Message[], kind: EventKind = 'data'): CloudWatchLogsEvent {
  const payload = gzipSync(JSON.stringify(kind === 'control' ? CONTROL_MESSAGE : dataMessage(messages)), {
    level: 9,
  })
  const end = kind === 'undecodable' ? Math.floor(payload.length / 2) : payload.length
  return { awslogs: { data: payload.subarray(0, end).toString('base64') } }
}

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

/** The committed event files and what each is made from. */
export const EVENT_FILES: readonly {
  readonly name: string
  readonly kind: EventKind
  readonly from: readonly string[]
}[] = [
  { name: 'ordinary', kind: 'data', from: ['sample/trail/1-ordinary.json.gz'] },
  { name: 'throttle-storm', kind: 'data', from: ['sample/trail/2-throttle-storm.json.gz'] },
  { name: 'malformed', kind: 'data', from: ['sample/trail/3-malformed.jsonl'] },
  { name: 'control-message', kind: 'control', from: [] },
  { name: 'undecodable', kind: 'undecodable', from: ['sample/trail/3-malformed.jsonl'] },
]
