import { gunzipSync } from 'node:zlib'
import { PayloadError, reasonOf } from './errors.ts'

/** Least memory set aside to inflate into; zlib takes no less than 64. */
const LEAST_CHUNK_BYTES = 1024

/**
 * Inflates gzip, in one piece where it can: in many it would take twice the memory.
 * @param where names it in errors
 * @throws {PayloadError} where it is not gzip, is cut off or damaged, or would be more than `maxBytes`
 */
export function gunzip(bytes: Buffer, where: string, maxBytes: number): Buffer {
  const chunkSize = Math.max(Math.min(inflatedSize(bytes) + 1, maxBytes), LEAST_CHUNK_BYTES)
  try {
    return gunzipSync(bytes, { maxOutputLength: maxBytes, chunkSize })
  } catch (error) {
    if (hasCode(error) && error.code === 'ERR_BUFFER_TOO_LARGE')
      throw new PayloadError(`${where} inflates to more than ${maxBytes} bytes`, { cause: error })
    throw new PayloadError(`${where} is not gzip: ${reasonOf(error)}`, { cause: error })
  }
}

/**
 * What a file holds that is gzipped or not.
 * @throws {PayloadError} as `gunzip` does
 */
export function contentsOf(file: Buffer, where: string, maxBytes: number): Buffer {
  if (file[0] === 0x1f && file[1] === 0x8b) return gunzip(file, where, maxBytes)
  if (file.length > maxBytes) throw new PayloadError(`${where} has more than ${maxBytes} bytes`)
  return file
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
