import { parentPort } from 'node:worker_threads'
import { type ParsedMessage, parseMessage } from '../core/cloudtrail/call.ts'
import { reasonOf } from '../util/errors.ts'
import { readMessages } from './files.ts'

/** Some messages of a file, or the reason why it can't be read. */
export interface FilePart {
  readonly messages: readonly ParsedMessage[]
  readonly isLast: boolean
  readonly error: string | undefined
}

/** The number of messages to send at a time: copying them takes their memory three times. */
const SENT = 5_000

/** Reads and parses files, and sends their messages in the order of the files. */
async function sendAll(paths: readonly string[], send: (parts: readonly FilePart[]) => void): Promise<void> {
  let parts: FilePart[] = []
  let waiting = 0
  const add = (part: FilePart) => {
    parts.push(part)
    waiting += part.messages.length
    if (waiting < SENT) return
    send(parts)
    parts = []
    waiting = 0
  }
  for (const path of paths) {
    try {
      let messages: ParsedMessage[] = []
      for (const message of await readMessages(path, { parsed: true })) {
        messages.push(parseMessage(message))
        if (messages.length < SENT) continue
        add({ messages, isLast: false, error: undefined })
        messages = []
      }
      add({ messages, isLast: true, error: undefined })
    } catch (error) {
      add({ messages: [], isLast: true, error: reasonOf(error) })
    }
  }
  send(parts)
}

const port = parentPort
let last = Promise.resolve()
port?.on('message', (paths: readonly string[]) => {
  last = last.then(() => sendAll(paths, (parts) => port.postMessage(parts)))
})
