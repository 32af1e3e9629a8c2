import { isAscii } from 'node:buffer'
import type { Message } from '../core/cloudtrail/call.ts'
import { PayloadError } from '../util/errors.ts'
import { gunzip } from '../util/gzip.ts'
import { type Fields, isObject } from '../util/json.ts'
import {
  afterSpace,
  CLOSE_BRACKET,
  COMMA,
  elementsOf,
  endOfText,
  OPEN_BRACE,
  OPEN_BRACKET,
  type Place,
  QUOTE,
} from '../util/json-scan.ts'
import type { ReadOptions } from './source.ts'

/**
 * A payload of very short values takes many times its bytes when parsed. So limiting memory takes a limit on values in
 * addition to that on bytes. A log event has five values, and its record some hundred bytes, so real payloads stay far below.
 */
const BYTES_PER_VALUE = 64

/** Up to this part of the maximum size, a payload fits with any content, so its values aren't counted. */
const FREE_PART = 1 / 16

const NOT_BASE64 = /[^A-Za-z0-9+/=\s]/

/**
 * The messages in the base64 of one gzipped CloudWatch Logs subscription message; undefined if there is
 * nothing to count: a control message, or one from the function's own log group.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/SubscriptionFilters.html
 * @param data the base64 text, or any other value of the event
 * @param where name of the payload in errors
 * @throws {PayloadError} with the cause
 */
export function decodePayload(
  data: unknown,
  where: string,
  options: Pick<ReadOptions, 'maxPayloadBytes' | 'ownLogGroup'>,
): Iterable<Message> | undefined {
  const json = inflate(data, where, options.maxPayloadBytes)
  const { payload, logEvents } = readJson(json, where, options.maxPayloadBytes)
  if (!isObject<'messageType' | 'logGroup' | 'logEvents'>(payload)) {
    throw new PayloadError(
      `${where} is not a subscription message: expected an object, given ${excerpt(payload)}`,
    )
  }
  const { messageType, logGroup } = payload
  if (messageType === 'CONTROL_MESSAGE') return undefined
  if (messageType !== 'DATA_MESSAGE') {
    throw new PayloadError(
      `${where} is not a subscription message: expected the messageType DATA_MESSAGE or CONTROL_MESSAGE, ` +
        `given ${excerpt(messageType)}`,
    )
  }
  if (options.ownLogGroup !== undefined && logGroup === options.ownLogGroup) return undefined
  if (logEvents === undefined) {
    throw new PayloadError(
      `${where} is not a subscription message: expected a list of logEvents, given ${excerpt(payload.logEvents)}`,
    )
  }
  return messagesOf(logEvents)
}

/** Yields one message at a time, because there may be many. */
function* messagesOf(logEvents: Iterable<unknown>): Generator<Message> {
  for (const logEvent of logEvents) yield toMessage(logEvent)
}

function toMessage(logEvent: unknown): Message {
  const { id, message }: Fields<'id' | 'message'> = isObject(logEvent) ? logEvent : {}
  const known = typeof id === 'string' && id !== '' ? id : undefined
  return typeof message === 'string' ? { text: message, id: known } : { record: undefined, id: known }
}

interface Payload {
  readonly payload: unknown
  /** Can be iterated only once. Undefined if the payload has no such list. */
  readonly logEvents: Iterable<unknown> | undefined
}

function readJson(json: Buffer, where: string, maxBytes: number): Payload {
  if (json.length > maxBytes * FREE_PART) {
    refuseTooManyValues(json, where, Math.floor(maxBytes / BYTES_PER_VALUE))
    // A text that isn't ASCII takes two bytes per character, and the texts that are parsed from it take as much again.
    const parts = isAscii(json) ? undefined : readParts(json, where)
    if (parts !== undefined) return parts
  }
  const payload = parse(json.toString('utf8'), where)
  const logEvents = isObject<'logEvents'>(payload) ? payload.logEvents : undefined
  return { payload, logEvents: Array.isArray(logEvents) ? logEvents : undefined }
}

/**
 * Reads a payload without keeping its whole text. Each log event is parsed twice: first to check that it is JSON, and later
 * to read it. Undefined if there is no list of log events.
 */
function readParts(json: Buffer, where: string): Payload | undefined {
  const refuse = () => {
    throw notJson(where)
  }
  const start = afterSpace(json, 0)
  if (json[start] !== OPEN_BRACE) return undefined
  for (const member of elementsOf(json, start + 1, refuse)) {
    const listStart = startOfLogEvents(json, member)
    if (listStart === undefined) continue
    const places = [...elementsOf(json, listStart, refuse)]
    const listEnd = json.lastIndexOf(CLOSE_BRACKET, member[1])
    const rest = json.toString('utf8', 0, listStart) + json.toString('utf8', listEnd)
    for (const place of places) parse(json.toString('utf8', ...place), where)
    return { payload: parse(rest, where), logEvents: parsed(json, places) }
  }
  return undefined
}

/** The position after the opening bracket of the list, if the member is `"logEvents":[...]`. */
function startOfLogEvents(json: Buffer, [from, to]: Place): number | undefined {
  const head = /^"logEvents"\s*:\s*\[/.exec(
    json.toString('latin1', afterSpace(json, from), Math.min(to, from + 100)),
  )
  return head === null ? undefined : afterSpace(json, from) + head[0].length
}

function* parsed(json: Buffer, places: readonly Place[]): Generator<unknown> {
  for (const place of places) yield JSON.parse(json.toString('utf8', ...place))
}

function inflate(data: unknown, where: string, maxBytes: number): Buffer {
  if (typeof data !== 'string')
    throw new PayloadError(`${where}: expected base64 text, given ${excerpt(data)}`)
  try {
    return gunzip(Buffer.from(data, 'base64'), where, maxBytes)
  } catch (error) {
    // Buffer.from ignores characters that aren't base64, so check them here.
    if (NOT_BASE64.test(data)) throw new PayloadError(`${where} is not base64`, { cause: error })
    throw error
  }
}

/** Throws if JSON has more than `most` objects, lists and members. */
function refuseTooManyValues(json: Buffer, where: string, most: number): void {
  let values = 0
  for (let i = 0; i < json.length; i++) {
    const byte = json[i]
    if (byte === QUOTE) i = endOfText(json, i + 1)
    else if (byte === COMMA || byte === OPEN_BRACE || byte === OPEN_BRACKET) values++
  }
  if (values > most) throw new PayloadError(`${where} holds ${values} JSON values, more than ${most}`)
}

function parse(text: string, where: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw notJson(where, error)
  }
}

function notJson(where: string, cause?: unknown): PayloadError {
  return new PayloadError(`${where} inflates to invalid JSON`, { cause })
}

/** A short form of a value for errors. Objects are left out, because they may be nested too deeply for the stack. */
function excerpt(value: unknown): string {
  if (value === undefined) return 'nothing'
  if (Array.isArray(value)) return 'a list'
  return typeof value === 'object' && value !== null ? 'an object' : JSON.stringify(value).slice(0, 80)
}
