import { createHash } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import type { CloudWatchLogsDecodedData } from 'aws-lambda'
import type { Message } from '../core/cloudtrail/call.ts'

/** The time of log events whose message has no time, in milliseconds since 1970. */
const LOGGED_MS = Date.parse('2026-10-01T08:00:00Z')

const CONTROL_MESSAGE: CloudWatchLogsDecodedData = {
  owner: 'CloudwatchLogs',
  logGroup: '',
  logStream: '',
  subscriptionFilters: [],
  messageType: 'CONTROL_MESSAGE',
  logEvents: [
    {
      id: '',
      timestamp: LOGGED_MS,
      message: 'CWL CONTROL MESSAGE: Checking health of destination.',
    },
  ],
}

/** The payload that a subscription filter delivers, in base64: a log event for each message. */
export function dataPayload(messages: readonly Message[]): string {
  return payload(dataMessage(messages))
}

/** The payload that CloudWatch Logs sends to test a new destination, in base64. */
export function controlPayload(): string {
  return payload(CONTROL_MESSAGE)
}

/** The first half of a payload, which can't be decompressed. */
export function cutOff(base64: string): string {
  const bytes = Buffer.from(base64, 'base64')
  return bytes.subarray(0, Math.floor(bytes.length / 2)).toString('base64')
}

function payload(content: CloudWatchLogsDecodedData): string {
  return gzipSync(JSON.stringify(content), { level: 9 }).toString('base64')
}

function dataMessage(messages: readonly Message[]): CloudWatchLogsDecodedData {
  return {
    messageType: 'DATA_MESSAGE',
    owner: '111122223333',
    logGroup: 'aws-cloudtrail-logs',
    logStream: '111122223333_CloudTrail_eu-west-1',
    subscriptionFilters: ['api-usage'],
    logEvents: messages.map((message, i) => {
      const text = messageText(message)
      return { id: logEventId(message, text, i), timestamp: timestampOf(text), message: text }
    }),
  }
}

/** The text of a message in a log event. */
export function messageText(message: Message): string {
  return 'text' in message ? message.text : (JSON.stringify(message.record) ?? '')
}

/** 56 digits, as in CloudWatch Logs. The same record at the same place in a file has the same ID. */
function logEventId({ id }: Message, text: string, place: number): string {
  if (id !== undefined && /^\d{56}$/.test(id)) return id
  const digest = createHash('sha256').update(`${place}\n${text}`).digest('hex')
  return BigInt(`0x${digest}`).toString().padStart(56, '0').slice(0, 56)
}

/** CloudTrail's log events have a time close to that of the record. */
function timestampOf(text: string): number {
  const time = /"eventTime":"([^"]+)"/.exec(text)?.[1]
  const parsed = time === undefined ? Number.NaN : Date.parse(time)
  return Number.isNaN(parsed) ? LOGGED_MS : parsed
}
