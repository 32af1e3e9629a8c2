import { isObject, nonBlank } from '../json.ts'
import { memoized } from '../memo.ts'
import { NONE, validText } from '../text.ts'
import { agentOf } from './agent.ts'
import type { Dimension } from './dimensions.ts'
import { callerAccount, principalOf } from './principal.ts'
import { type CloudTrailRecord, eventTimeMs, type UserIdentity } from './record.ts'
import { isThrottle } from './throttle.ts'

/** What should be one CloudTrail record, as a source delivers it: its JSON, or what that was parsed to. */
export type Message = MessageText | MessageRecord

export interface MessageText extends MessageId {
  readonly text: string
}

export interface MessageRecord extends MessageId {
  readonly record: unknown
}

interface MessageId {
  /** Recognises a second delivery of a record that has no eventID of its own; undefined where nothing can. */
  readonly id: string | undefined
}

/** One call of an AWS API, as far as counting needs it. */
export interface Call {
  readonly kind: 'call'
  readonly eventType: string
  /** The eventID, else the id of the message. */
  readonly id: string | undefined
  /** The eventTime in milliseconds since 1970. */
  readonly time: number
  /** Whether the record has an errorCode. */
  readonly failed: boolean
  /** Whether that errorCode is a throttle. */
  readonly throttled: boolean
  /** A valid dimension value for each; `(none)` where the record gives none. */
  readonly dimensions: Readonly<Record<Dimension, string>>
}

/** What a message turned out to be. Nothing in it depends on the configuration. */
export type ParsedMessage = Call | NotACall | Malformed

/** A summary of calls that were counted already. */
export interface NotACall {
  readonly kind: 'summary'
}

/** Not a record, or one that lacks what a call needs. */
export interface Malformed {
  readonly kind: 'malformed'
  /** Undefined where there is no record to have one, or no valid one. A type that is not counted is skipped, malformed or not. */
  readonly eventType: string | undefined
  readonly reason: string
  readonly id: string | undefined
}

/** Old records have no eventType; all they record is API calls. */
const DEFAULT_EVENT_TYPE = 'AwsApiCall'
const SUMMARY_TYPES: ReadonlySet<unknown> = new Set(['AwsCloudTrailInsight', 'AwsAggregatedEvent'])
const SUMMARY_CATEGORIES: ReadonlySet<unknown> = new Set(['Insight', 'Aggregated'])

/** An eventID is a GUID, the id of a log event 56 digits. What is much longer is not remembered, lest the memory of IDs fill the function's. */
const MAX_ID_LENGTH = 128

/**
 * CloudTrail's records have up to 256 KB. Parsed, a text of the shortest values takes many times its length, so one that
 * is much longer could fill the function's memory.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/WhatIsCloudTrail-Limits.html
 */
const MAX_TEXT_LENGTH = 1024 * 1024

/** Reads one message. Never throws: what can't be read is `malformed`, with the reason. */
export function parseMessage(message: Message): ParsedMessage {
  const { id } = message
  if ('text' in message && message.text.length > MAX_TEXT_LENGTH) {
    const reason = `longer than the ${MAX_TEXT_LENGTH} characters that a record may have`
    return { kind: 'malformed', eventType: undefined, reason, id }
  }
  const record: unknown = 'text' in message ? parseJson(message.text) : message.record
  if (!isRecord(record)) return { kind: 'malformed', eventType: undefined, reason: 'not a JSON object', id }
  if (SUMMARY_TYPES.has(record.eventType) || SUMMARY_CATEGORIES.has(record.eventCategory)) {
    return { kind: 'summary' }
  }
  const eventType = nonBlank(record.eventType ?? DEFAULT_EVENT_TYPE)
  const eventName = nonBlank(record.eventName)
  const eventSource = nonBlank(record.eventSource)
  const time = typeof record.eventTime === 'string' ? timeOf(record.eventTime) : undefined
  const ownId = idOf(record.eventID) ?? idOf(id)
  if (eventType === undefined || eventName === undefined || eventSource === undefined || time === undefined) {
    const required = { eventType, eventName, eventSource, eventTime: time }
    const [lacking] = Object.entries(required).find(([, value]) => value === undefined) ?? []
    return { kind: 'malformed', eventType, reason: `no valid ${lacking}`, id: ownId }
  }
  const errorCode = nonBlank(record.errorCode)?.trim()
  return {
    kind: 'call',
    eventType,
    id: ownId,
    time,
    failed: errorCode !== undefined,
    throttled: errorCode !== undefined && isThrottle(errorCode),
    dimensions: dimensionsOf(record, eventName, eventSource, errorCode),
  }
}

function isRecord(value: unknown): value is CloudTrailRecord {
  return isObject(value)
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function idOf(value: unknown): string | undefined {
  const id = nonBlank(value)
  return id !== undefined && id.length <= MAX_ID_LENGTH ? id : undefined
}

function dimensionsOf(
  record: CloudTrailRecord,
  eventName: string,
  eventSource: string,
  errorCode: string | undefined,
): Record<Dimension, string> {
  const identity: UserIdentity = isObject(record.userIdentity) ? record.userIdentity : {}
  const recipient = nonBlank(record.recipientAccountId)
  const userAgent = nonBlank(record.userAgent)
  return {
    Service: service(eventSource),
    Operation: validText(eventName),
    Region: optional(nonBlank(record.awsRegion)),
    Account: optional(recipient ?? callerAccount(identity)),
    Principal: optional(principalOf(identity, recipient)),
    PrincipalType: optional(nonBlank(identity.type)),
    Agent: userAgent === undefined ? NONE : agent(userAgent),
    ErrorCode: optional(errorCode),
  }
}

function optional(text: string | undefined): string {
  return text === undefined ? NONE : validText(text)
}

/** `ec2` for `ec2.amazonaws.com`. */
const service = memoized((eventSource) => {
  return validText(eventSource.trim().replace(/(?<=.)\.amazonaws\.com(?:\.cn)?$/, ''))
})

const timeOf = memoized(eventTimeMs)

const agent = memoized((userAgent) => validText(agentOf(userAgent)))
