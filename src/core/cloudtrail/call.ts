import { isObject, nonBlank, parseJson } from '../../util/json.ts'
import { memoized } from '../../util/memo.ts'
import { NONE, OTHER, validText } from '../dimension-value.ts'
import { agentOf } from './agent.ts'
import type { Dimension } from './dimensions.ts'
import { type CallError, callError } from './error-code.ts'
import { type EventType, eventTypeOf, isSummary } from './event-type.ts'
import { type ConditionFields, type LimitCondition, limitConditionsOf } from './limit-conditions.ts'
import { operationName } from './operations.ts'
import { accountId, callerAccount, principalOf } from './principal.ts'
import { type CloudTrailRecord, eventTimeMs, type UserIdentity } from './record.ts'

/** A message as a source delivers it, expected to be one CloudTrail record: its JSON, or the parsed value. */
export type Message = MessageText | MessageRecord

export interface MessageText extends MessageId {
  readonly text: string
}

export interface MessageRecord extends MessageId {
  readonly record: unknown
}

interface MessageId {
  /** Identifies a second delivery of a record that has no eventID; undefined if nothing does. */
  readonly id: string | undefined
}

/** The parts of an AWS API call that counting needs. */
export interface Call {
  readonly kind: 'call'
  readonly eventType: EventType
  /** The eventID, else the id of the message. */
  readonly id: string | undefined
  /** The eventTime in milliseconds since 1970. */
  readonly time: number
  /** Whether the record has an errorCode that means a failure. */
  readonly failed: boolean
  /** Whether the service throttled the call. */
  readonly throttled: boolean
  /** Which of several documented rate limits the call counts against. */
  readonly limitConditions: readonly LimitCondition[]
  /** A valid value for each dimension; `(none)` if the record has none. */
  readonly dimensions: Readonly<Record<Dimension, string>>
}

/** The result of parsing a message. It doesn't depend on the configuration. */
export type ParsedMessage = Call | NotACall | Malformed

/** A summary of calls that have records themselves. */
export interface NotACall {
  readonly kind: 'summary'
}

/** Not a record, or one that lacks what a call needs. */
export interface Malformed {
  readonly kind: 'malformed'
  /** Undefined if there is no record. A record of a type that is not counted is skipped, even if it is malformed. */
  readonly eventType: EventType | undefined
  readonly reason: string
  readonly id: string | undefined
}

/** An eventID is a GUID, and the ID of a log event has 56 digits. Much longer IDs aren't remembered, because they could fill the memory. */
const MAX_ID_LENGTH = 128

/**
 * CloudTrail's records have up to 256 KB. A text of very short values takes many times its length when parsed, so a much
 * longer one could fill the function's memory.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/WhatIsCloudTrail-Limits.html
 */
const MAX_TEXT_LENGTH = 1024 * 1024

/** Reads one message. Never throws: an unreadable message is `malformed`, with the reason. */
export function parseMessage(message: Message): ParsedMessage {
  const { id } = message
  if ('text' in message && message.text.length > MAX_TEXT_LENGTH) {
    const reason = `longer than the ${MAX_TEXT_LENGTH} characters that a record may have`
    return { kind: 'malformed', eventType: undefined, reason, id }
  }
  const record: unknown = 'text' in message ? parseJson(message.text) : message.record
  if (!isRecord(record)) return { kind: 'malformed', eventType: undefined, reason: 'not a JSON object', id }
  if (isSummary(record.eventType, record.eventCategory)) return { kind: 'summary' }
  const eventType = eventTypeOf(record.eventType)
  const eventName = nonBlank(record.eventName)
  const eventSource = nonBlank(record.eventSource)
  const time = typeof record.eventTime === 'string' ? timeOf(record.eventTime) : undefined
  const ownId = idOf(record.eventID) ?? idOf(id)
  if (eventName === undefined || eventSource === undefined || time === undefined) {
    const required = { eventName, eventSource, eventTime: time }
    const [lacking] = Object.entries(required).find(([, value]) => value === undefined) ?? []
    return { kind: 'malformed', eventType, reason: `no valid ${lacking}`, id: ownId }
  }
  const Service = service(eventSource)
  const error = errorOf(Service, record)
  return {
    kind: 'call',
    eventType,
    id: ownId,
    time,
    failed: error !== undefined,
    throttled: error?.throttled ?? false,
    limitConditions: limitConditionsOf(Service, record),
    dimensions: dimensionsOf(record, Service, eventName, error),
  }
}

function isRecord(value: unknown): value is CloudTrailRecord & ConditionFields {
  return isObject(value)
}

function idOf(value: unknown): string | undefined {
  const id = nonBlank(value)
  return id !== undefined && id.length <= MAX_ID_LENGTH ? id : undefined
}

/** Some services write a status instead of a code, and it may be a number. */
function errorOf(Service: string, { errorCode, errorMessage }: CloudTrailRecord): CallError | undefined {
  const code = typeof errorCode === 'number' ? String(errorCode) : nonBlank(errorCode)
  return code === undefined ? undefined : callError(Service, code, nonBlank(errorMessage) ?? '')
}

function dimensionsOf(
  record: CloudTrailRecord,
  Service: string,
  eventName: string,
  error: CallError | undefined,
): Record<Dimension, string> {
  const identity: UserIdentity = isObject(record.userIdentity) ? record.userIdentity : {}
  const recipient = accountId(record.recipientAccountId)
  const userAgent = nonBlank(record.userAgent)
  return {
    Service,
    Operation: operation(eventName),
    Region: optional(nonBlank(record.awsRegion)),
    Account: recipient ?? callerAccount(identity) ?? NONE,
    Principal: optional(principalOf(identity, recipient)),
    PrincipalType: optional(nonBlank(identity.type)),
    Agent: userAgent === undefined ? NONE : agent(userAgent),
    ErrorCode: optional(error?.code),
  }
}

function optional(text: string | undefined): string {
  return text === undefined ? NONE : validText(text)
}

/** `ec2` for `ec2.amazonaws.com`. */
const service = memoized((eventSource) => {
  return validText(eventSource.trim().replace(/(?<=.)\.amazonaws\.com(?:\.cn)?$/, ''))
})

const operation = memoized((eventName) => validText(operationName(eventName)))

const timeOf = memoized(eventTimeMs)

const agent = memoized((userAgent) => {
  const product = agentOf(userAgent)
  return product === undefined ? OTHER : validText(product)
})
