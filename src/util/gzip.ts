import { gunzipSync, type ZlibOptions } from 'node:zlib'
import { PayloadError, reasonOf } from './errors.ts'

declare module 'node:zlib' {
  /** With `info` it returns an object, which its types leave out: https://nodejs.org/api/zlib.html#class-options */
  export function gunzipSync(bytes: Buffer, options: ZlibOptions & { readonly info: true }): Inflated
}

interface Inflated {
  readonly buffer: Buffer
  /** `bytesWritten` is the number of compressed bytes that were read. */
  readonly engine: { readonly bytesWritten: number }
}

/** Least memory set aside to inflate into; zlib takes no less than 64. */
const LEAST_CHUNK_BYTES = 1024

/**
 * Inflates all members of gzip, in one piece if it can: in many pieces it would take twice the memory.
 * @param where names it in errors
 * @throws {PayloadError} if it is not gzip, is cut off or damaged, or inflates to more than `maxBytes`
 */
export function gunzip(bytes: Buffer, where: string, maxBytes: number): Buffer {
  const chunkSize = Math.max(Math.min(expectedSize(bytes), maxBytes), LEAST_CHUNK_BYTES)
  try {
    const { buffer, engine } = gunzipSync(bytes, { maxOutputLength: maxBytes, chunkSize, info: true })
    // Padding with zeros is common. But zlib ignores everything after a zero, and that could be another file.
    if (bytes.subarray(engine.bytesWritten).some((byte) => byte !== 0)) throw new Error('more after its end')
    return buffer
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
 * of several members only: it is a hint, never a limit. Together, members inflate to at least their own size.
 * https://www.rfc-editor.org/rfc/rfc1952#page-5
 */
function expectedSize(gzip: Buffer): number {
  const said = gzip.length < 4 ? 0 : gzip.readUInt32LE(gzip.length - 4)
  return Math.max(said + 1, gzip.length)
}

function hasCode(error: unknown): error is { code: unknown } {
  return error instanceof Error && 'code' in error
}
