import { createHash } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import type { CloudWatchLogsDecodedData } from 'aws-lambda'
import type { Message } from '../core/cloudtrail/call.ts'

/** The time of log events whose message has none, in milliseconds since 1970. */
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

/** The base64 of what a subscription filter delivers: log events, one for each message. */
export function dataPayload(messages: readonly Message[]): string {
  return payload(dataMessage(messages))
}

/** The base64 of what CloudWatch Logs sends to test a new destination. */
export function controlPayload(): string {
  return payload(CONTROL_MESSAGE)
}

/** The first half of a payload, which can't be inflated. */
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

/** The text of a message, as a log event has it. */
export function messageText(message: Message): string {
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
  return Number.isNaN(parsed) ? LOGGED_MS : parsed
}
