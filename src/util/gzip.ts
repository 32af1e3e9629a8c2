import { gunzipSync, type ZlibOptions } from 'node:zlib'
import { PayloadError, reasonOf } from './errors.ts'

declare module 'node:zlib' {
  /** With `info` it returns an object, which is missing in its types: https://nodejs.org/api/zlib.html#class-options */
  export function gunzipSync(bytes: Buffer, options: ZlibOptions & { readonly info: true }): Inflated
}

interface Inflated {
  readonly buffer: Buffer
  /** `bytesWritten` is the number of compressed bytes read. */
  readonly engine: { readonly bytesWritten: number }
}

/** Minimum size of the output buffer. zlib accepts no less than 64. */
const LEAST_CHUNK_BYTES = 1024

/**
 * Inflates all members of gzip data, into one buffer if possible, because several buffers would take twice the memory.
 * @param where name of the data in errors
 * @throws {PayloadError} if the data isn't gzip, is truncated or damaged, or inflates to more than `maxBytes`
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
 * The content of a file that may be gzipped.
 * @throws {PayloadError} as `gunzip` does
 */
export function contentsOf(file: Buffer, where: string, maxBytes: number): Buffer {
  if (file[0] === 0x1f && file[1] === 0x8b) return gunzip(file, where, maxBytes)
  if (file.length > maxBytes) throw new PayloadError(`${where} has more than ${maxBytes} bytes`)
  return file
}

/**
 * The uncompressed size according to the gzip data, for inflating into one buffer. It may be wrong, and covers only the last
 * of several members, so it is a hint, never a limit. Together, members inflate to at least their compressed size.
 * https://www.rfc-editor.org/rfc/rfc1952#page-5
 */
function expectedSize(gzip: Buffer): number {
  const said = gzip.length < 4 ? 0 : gzip.readUInt32LE(gzip.length - 4)
  return Math.max(said + 1, gzip.length)
}

function hasCode(error: unknown): error is { code: unknown } {
  return error instanceof Error && 'code' in error
}
