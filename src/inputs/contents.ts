import { contentsOf } from '../util/gzip.ts'

/** Maximum uncompressed bytes of a file, payload or object. CloudTrail's own are far smaller. */
export const MAX_BYTES = 256 * 1024 * 1024

/** Firehose can compress data that CloudWatch Logs has already compressed. */
const MAX_GZIP_LAYERS = 2

/** Bytes decoded at a time. */
const DECODED_BYTES = 1024 * 1024

/** The byte order marks of UTF-16, which Windows PowerShell writes. */
const UTF_16: readonly (readonly [encoding: string, first: number, second: number])[] = [
  ['utf-16le', 0xff, 0xfe],
  ['utf-16be', 0xfe, 0xff],
]

/**
 * Inflates a file if it is gzip, and converts it to UTF-8 if it begins with a byte order mark of UTF-16.
 * @throws {PayloadError} if the gzip is damaged or the file has more than `MAX_BYTES`
 */
export function readContents(file: Buffer): Buffer {
  let bytes = file
  for (let layer = 0; layer < MAX_GZIP_LAYERS; layer++) bytes = contentsOf(bytes, 'the file', MAX_BYTES)
  const [encoding] = UTF_16.find(([, first, second]) => bytes[0] === first && bytes[1] === second) ?? []
  return encoding === undefined ? bytes : decoded(bytes, encoding)
}

/** Decodes in chunks, because a string of the whole file would take as much memory as the file. */
function decoded(bytes: Buffer, encoding: string): Buffer {
  const decoder = new TextDecoder(encoding)
  const parts: Buffer[] = []
  for (let at = 0; at < bytes.length; at += DECODED_BYTES) {
    const part = bytes.subarray(at, at + DECODED_BYTES)
    parts.push(Buffer.from(decoder.decode(part, { stream: true })))
  }
  return Buffer.concat([...parts, Buffer.from(decoder.decode())])
}
