import { gunzipSync } from 'node:zlib'
import type { Message } from '../cloudtrail/call.ts'
import { PayloadError } from '../errors.ts'
import { type Fields, isObject } from '../json.ts'

/** What payloads are decoded with. */
export interface DecodeOptions {
  /** Most bytes that one payload may inflate to. */
  readonly maxInflatedBytes: number
  /** The function's own log group: what comes from there would be counted round and round. */
  readonly ownLogGroup: string | undefined
}

/** Least memory set aside to inflate into; zlib takes no less than 64. */
const LEAST_CHUNK_BYTES = 1024

const BASE64 = /^[A-Za-z0-9+/\s]*={0,2}\s*$/

/**
 * The messages in the base64 of one gzipped CloudWatch Logs subscription message; undefined where there is nothing
 * to count: a control message, or one from the function's own log group.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/SubscriptionFilters.html
 * @param data base64 text, or what stood in its place
 * @param where names the payload in errors
 * @throws {PayloadError} naming the cause
 */
export function decodePayload(data: unknown, where: string, options: DecodeOptions): Message[] | undefined {
  const payload = parse(inflate(data, where, options.maxInflatedBytes), where)
  if (!isObject<'messageType' | 'logGroup' | 'logEvents'>(payload)) {
    throw new PayloadError(`${where} is JSON but no subscription message: expected an object`)
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
  return logEvents.map(toMessage)
}

function toMessage(logEvent: unknown): Message {
  const { id, message }: Fields<'id' | 'message'> = isObject(logEvent) ? logEvent : {}
  const known = typeof id === 'string' && id !== '' ? id : undefined
  return typeof message === 'string' ? { text: message, id: known } : { record: undefined, id: known }
}

function inflate(data: unknown, where: string, maxOutputLength: number): string {
  if (typeof data !== 'string')
    throw new PayloadError(`${where}: expected base64 text, given ${excerpt(data)}`)
  try {
    const bytes = Buffer.from(data, 'base64')
    const chunkSize = Math.min(Math.max(inflatedSize(bytes) + 1, LEAST_CHUNK_BYTES), maxOutputLength)
    return gunzipSync(bytes, { maxOutputLength, chunkSize }).toString('utf8')
  } catch (error) {
    // Buffer.from passes over what is not base64; that shows only here.
    if (!BASE64.test(data)) throw new PayloadError(`${where} is not base64`, { cause: error })
    if (hasCode(error) && error.code === 'ERR_BUFFER_TOO_LARGE') {
      throw new PayloadError(`${where} inflates to more than ${maxOutputLength} bytes`, { cause: error })
    }
    const reason = error instanceof Error ? error.message : String(error)
    throw new PayloadError(`${where} is not gzip: ${reason}`, { cause: error })
  }
}

/**
 * What gzip says it inflates to, so that it can be inflated in one piece. It need not be true, and holds for the last
 * of several members only: it is a hint, never a limit.
 * https://www.rfc-editor.org/rfc/rfc1952#page-5
 */
function inflatedSize(gzip: Buffer): number {
  return gzip.length < 4 ? 0 : gzip.readUInt32LE(gzip.length - 4)
}

function hasCode(error: unknown): error is { code: unknown } {
  return error instanceof Error && 'code' in error
}

function parse(text: string, where: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new PayloadError(`${where} inflates to what is not JSON`, { cause: error })
  }
}

function excerpt(value: unknown): string {
  return (JSON.stringify(value) ?? 'nothing').slice(0, 80)
}
