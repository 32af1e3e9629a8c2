import { stat } from 'node:fs/promises'
import type { Message } from '../core/cloudtrail/call.ts'
import type { ReadObject } from '../sources/source.ts'
import { reasonOf } from '../util/errors.ts'
import { findFiles, readMessages } from './files.ts'

/** A source of records that is read whole, such as a file or an object in a bucket. */
export interface Input {
  /** A path or URI. Its last part may tell when CloudTrail delivered it. */
  readonly name: string
  /** Its size, for showing progress; 0 if unknown. */
  readonly bytes: number
  /** Starts to fetch it over the network, so that `read` does not have to wait. Does not throw. */
  prepare?(): void
  /** @throws {Error} with the reason if it can't be read or holds no records */
  read(): Promise<Iterable<Message>>
}

/**
 * Inputs for all files in `paths`, which are files or folders. A file that can't be read fails when it is read.
 * @param readObject reads the objects in S3 that events in the files name
 */
export async function fileInputs(paths: readonly string[], readObject?: ReadObject): Promise<Input[]> {
  const inputs: Input[] = []
  for (const name of await findFiles(paths)) {
    const file = await stat(name).catch(() => undefined)
    inputs.push({ name, bytes: file?.size ?? 0, read: () => readMessages(name, readObject) })
  }
  return inputs
}

/**
 * The messages of all inputs, one after the other.
 * @throws {Error} naming the first input that can't be read
 */
export async function readAll(inputs: readonly Input[], signal?: AbortSignal): Promise<Message[]> {
  const messages: Message[] = []
  for (const input of inputs) {
    signal?.throwIfAborted()
    try {
      for (const message of await input.read()) messages.push(message)
    } catch (error) {
      throw new Error(`${input.name}: ${reasonOf(error)}`, { cause: error })
    }
  }
  return messages
}
