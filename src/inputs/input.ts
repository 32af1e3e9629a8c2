import { statSync } from 'node:fs'
import type { Message } from '../core/cloudtrail/call.ts'
import { reasonOf } from '../util/errors.ts'
import { findFiles, readMessages } from './files.ts'
import type { MessageOptions } from './messages.ts'

/** Maximum to prepare at a time, including the input that is being read. */
export interface Ahead {
  readonly inputs: number
  readonly bytes: number
}

/** An input of records that is read as a whole, such as a file or an object in a bucket. */
export interface Input<Item = Message> {
  /** A path or URI. Its last part may include the time of delivery. */
  readonly name: string
  /** Its size, for showing progress; 0 if unknown. */
  readonly bytes: number
  /** How many of its kind to prepare, if not as many as of objects in a bucket. */
  readonly ahead?: Ahead
  /** Starts to read it elsewhere, so that `read` does not have to wait. Does not throw. */
  prepare?(): void
  /** @throws {Error} with the reason, if it can't be read or has no records */
  read(): Promise<Iterable<Item>>
}

/** Inputs for all files in `paths`, which are files or folders. A file that can't be read fails when it is read. */
export function fileInputs(paths: readonly string[], options?: MessageOptions): Input[] {
  return findFiles(paths).map((name) => ({
    name,
    bytes: sizeOf(name),
    read: () => readMessages(name, options),
  }))
}

/** 0 if there is no such file. */
function sizeOf(path: string): number {
  try {
    return statSync(path).size
  } catch {
    return 0
  }
}

/**
 * The messages of all inputs, one after the other.
 * @throws {Error} with the first input that can't be read
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
