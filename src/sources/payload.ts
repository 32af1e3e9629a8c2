import type { Message } from '../cloudtrail/call.ts'
import { PayloadError } from '../errors.ts'
import { gunzip } from '../gzip.ts'
import { endOfText, type Fields, isObject } from '../json.ts'
import type { ReadOptions } from './source.ts'

/**
 * Parsed, a payload of the shortest values takes many times its bytes: the limit on bytes holds memory only together
 * with one on values. A log event has five, and the record in it some hundred bytes, so real payloads are far from it.
 */
const BYTES_PER_VALUE = 64

/** A payload fits whatever it holds, and is not looked through, up to this part of the most it may inflate to. */
const FREE_PART = 1 / 16

const QUOTE = 0x22
const COMMA = 0x2c
const BRACE = 0x7b
const BRACKET = 0x5b

const NOT_BASE64 = /[^A-Za-z0-9+/=\s]/

/**
 * The messages in the base64 of one gzipped CloudWatch Logs subscription message; undefined where there is nothing
 * to count: a control message, or one from the function's own log group.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/SubscriptionFilters.html
 * @param data base64 text, or what stood in its place
 * @param where names the payload in errors
 * @throws {PayloadError} naming the cause
 */
export function decodePayload(
  data: unknown,
  where: string,
  options: Pick<ReadOptions, 'maxPayloadBytes' | 'ownLogGroup'>,
): Iterable<Message> | undefined {
  const payload = parse(inflatedText(data, where, options.maxPayloadBytes), where)
  if (!isObject<'messageType' | 'logGroup' | 'logEvents'>(payload)) {
    throw new PayloadError(
      `${where} is no subscription message: expected an object, given ${excerpt(payload)}`,
    )
  }
  const { messageType, logGroup, logEvents } = payload
  if (messageType === 'CONTROL_MESSAGE') return undefined
  if (messageType !== 'DATA_MESSAGE') {
    throw new PayloadError(
      `${where} is no subscription message: expected the messageType DATA_MESSAGE or CONTROL_MESSAGE, ` +
        `given ${excerpt(messageType)}`,
    )
  }
  if (options.ownLogGroup !== undefined && logGroup === options.ownLogGroup) return undefined
  if (!Array.isArray(logEvents)) {
    throw new PayloadError(
      `${where} is no subscription message: expected a list of logEvents, given ${excerpt(logEvents)}`,
    )
  }
  return messagesOf(logEvents)
}

/** One at a time, as there may be many. */
function* messagesOf(logEvents: readonly unknown[]): Generator<Message> {
  for (const logEvent of logEvents) yield toMessage(logEvent)
}

function toMessage(logEvent: unknown): Message {
  const { id, message }: Fields<'id' | 'message'> = isObject(logEvent) ? logEvent : {}
  const known = typeof id === 'string' && id !== '' ? id : undefined
  return typeof message === 'string' ? { text: message, id: known } : { record: undefined, id: known }
}

/** The text alone, so that the bytes need not be kept while it is parsed. */
function inflatedText(data: unknown, where: string, maxBytes: number): string {
  const bytes = inflate(data, where, maxBytes)
  if (bytes.length > maxBytes * FREE_PART) {
    refuseTooManyValues(bytes, where, Math.floor(maxBytes / BYTES_PER_VALUE))
  }
  return bytes.toString('utf8')
}

function inflate(data: unknown, where: string, maxBytes: number): Buffer {
  if (typeof data !== 'string')
    throw new PayloadError(`${where}: expected base64 text, given ${excerpt(data)}`)
  try {
    return gunzip(Buffer.from(data, 'base64'), where, maxBytes)
  } catch (error) {
    // Buffer.from passes over what is not base64; that shows only here.
    if (NOT_BASE64.test(data)) throw new PayloadError(`${where} is not base64`, { cause: error })
    throw error
  }
}

/** Throws where JSON has more objects, lists and members outside of its texts than `most`. */
function refuseTooManyValues(json: Buffer, where: string, most: number): void {
  let values = 0
  for (let i = 0; i < json.length; i++) {
    const byte = json[i]
    if (byte === QUOTE) i = endOfText(json, i + 1)
    else if (byte === COMMA || byte === BRACE || byte === BRACKET) values++
  }
  if (values > most) throw new PayloadError(`${where} holds ${values} JSON values, more than ${most}`)
}

function parse(text: string, where: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new PayloadError(`${where} inflates to what is not JSON`, { cause: error })
  }
}

/** A value in short, for an error. Objects are not written out: they may be nested deeper than the stack. */
function excerpt(value: unknown): string {
  if (value === undefined) return 'nothing'
  if (Array.isArray(value)) return 'a list'
  return typeof value === 'object' && value !== null ? 'an object' : JSON.stringify(value).slice(0, 80)
}
