import { gzipSync } from 'node:zlib'
import type { CloudWatchLogsEvent } from 'aws-lambda'
import type { MessageText } from '../../src/core/cloudtrail/call.ts'

export type Json = Record<string, unknown>

export const ACCOUNT = '111122223333'
/** The clock of most tests, five minutes after the eventTime of most records. */
export const NOW = Date.parse('2026-10-01T12:05:00Z')
export const EVENT_TIME = '2026-10-01T12:00:00Z'
export const EVENT_MINUTE = Date.parse(EVENT_TIME)

/** A record of a call of ec2:DescribeInstances by the role `scanner`, but for what `members` say. */
export function record(members: Json = {}): Json {
  return {
    eventVersion: '1.11',
    userIdentity: assumedRole('scanner'),
    eventTime: EVENT_TIME,
    eventSource: 'ec2.amazonaws.com',
    eventName: 'DescribeInstances',
    awsRegion: 'eu-west-1',
    userAgent: 'Boto3/1.35.40 md/Botocore#1.35.40',
    eventType: 'AwsApiCall',
    recipientAccountId: ACCOUNT,
    eventCategory: 'Management',
    ...members,
  }
}

export function assumedRole(name: string, accountId = ACCOUNT): Json {
  return {
    type: 'AssumedRole',
    principalId: `AROAEXAMPLE:${name}-session`,
    arn: `arn:aws:sts::${accountId}:assumed-role/${name}/${name}-session`,
    accountId,
    sessionContext: { sessionIssuer: { type: 'Role', userName: name } },
  }
}

/** A record for each, with unique eventIDs. */
export function records(count: number, members: (i: number) => Json = () => ({})): Json[] {
  return Array.from({ length: count }, (_, i) => record({ eventID: `id-${i}`, ...members(i) }))
}

/** The message that delivers a record, or a text that is none. */
export function message(content: unknown, id?: string): MessageText {
  return { text: typeof content === 'string' ? content : JSON.stringify(content), id }
}

/** The eventTime so many seconds after that of most records. */
export function at(seconds: number): string {
  return new Date(EVENT_MINUTE + seconds * 1000).toISOString()
}

export function encoded(payload: unknown): string {
  return gzipSync(typeof payload === 'string' ? payload : JSON.stringify(payload)).toString('base64')
}

export function dataMessage(contents: readonly unknown[], members: Json = {}): Json {
  return {
    messageType: 'DATA_MESSAGE',
    owner: ACCOUNT,
    logGroup: 'aws-cloudtrail-logs',
    logStream: 'stream',
    subscriptionFilters: ['filter'],
    logEvents: contents.map((content, i) => ({
      id: `log-${i}`,
      timestamp: NOW,
      message: message(content).text,
    })),
    ...members,
  }
}

/** The base64 of a payload that delivers records, or texts that are none. */
export function payload(contents: readonly unknown[], members: Json = {}): string {
  return encoded(dataMessage(contents, members))
}

export function logsEvent(contents: readonly unknown[], members: Json = {}): CloudWatchLogsEvent {
  return { awslogs: { data: payload(contents, members) } }
}
