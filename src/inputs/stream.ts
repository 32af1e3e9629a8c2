import type { ReadObject } from '../sources/source.ts'
import { PayloadError } from '../util/errors.ts'
import { MAX_BYTES, readContents } from './contents.ts'
import type { Input } from './input.ts'
import { messagesIn } from './messages.ts'

/**
 * An input for the data of a stream, in any form that a file can have.
 * @param readObject reads the objects in S3 that an event in it refers to
 */
export function streamInput(
  name: string,
  stream: AsyncIterable<Buffer>,
  readObject?: ReadObject,
  maxBytes = MAX_BYTES,
): Input {
  return {
    name,
    bytes: 0,
    read: async () =>
      messagesIn(readContents(await readAtMost(stream, maxBytes)), name, { readObject, parsed: true }),
  }
}

/** Stops reading a stream that is too long and may never end. */
async function readAtMost(stream: AsyncIterable<Buffer>, maxBytes: number): Promise<Buffer> {
  const parts: Buffer[] = []
  let bytes = 0
  for await (const part of stream) {
    bytes += part.length
    if (bytes > maxBytes) throw new PayloadError(`it has more than ${maxBytes} bytes`)
    parts.push(part)
  }
  return Buffer.concat(parts)
}
