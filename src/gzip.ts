import { gunzipSync } from 'node:zlib'

/** Least memory set aside to inflate into; zlib takes no less than 64. */
const LEAST_CHUNK_BYTES = 1024

/**
 * Inflates gzip, in one piece where it can: in many it would take twice the memory.
 * @throws {Error} of zlib: with the code ERR_BUFFER_TOO_LARGE where it would be more than `maxOutputLength` bytes
 */
export function gunzip(bytes: Buffer, maxOutputLength: number): Buffer {
  const chunkSize = Math.min(Math.max(inflatedSize(bytes) + 1, LEAST_CHUNK_BYTES), maxOutputLength)
  return gunzipSync(bytes, { maxOutputLength, chunkSize })
}

/**
 * What gzip says it inflates to, so that it can be inflated in one piece. It need not be true, and holds for the last
 * of several members only: it is a hint, never a limit.
 * https://www.rfc-editor.org/rfc/rfc1952#page-5
 */
function inflatedSize(gzip: Buffer): number {
  return gzip.length < 4 ? 0 : gzip.readUInt32LE(gzip.length - 4)
}
