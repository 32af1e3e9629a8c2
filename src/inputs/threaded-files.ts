import { type ResourceLimits, Worker } from 'node:worker_threads'
import type { ParsedMessage } from '../core/cloudtrail/call.ts'
import { reasonOf } from '../util/errors.ts'
import { FileError } from './file-error.ts'
import type { FilePart } from './file-thread.ts'
import type { Ahead, Input } from './input.ts'

/** The thread that reads files has ended, so no file can be read. */
export class ThreadError extends Error {
  override readonly name = 'ThreadError'
}

/** Bounds the parsed messages that wait in memory. The compressed size of a record is about 200 bytes. */
const AHEAD: Ahead = { inputs: 256, bytes: 8 * 1024 * 1024 }

/** Files to request at a time, because a request takes as long as reading a small file. */
const REQUESTED: Ahead = { inputs: 64, bytes: 512 * 1024 }

/**
 * Reads and parses files in another thread, while this one counts.
 * @param files in the order in which they will be read
 * @param signal ends the thread
 * @param limits of the memory of the thread
 */
export function threadedFiles(
  files: readonly Input[],
  signal: AbortSignal,
  limits: ResourceLimits = {},
): Input<ParsedMessage>[] {
  const thread = startThread(signal, limits)
  return files.map(({ name, bytes }) => {
    let reading: (() => Promise<readonly ParsedMessage[]>) | undefined
    return {
      name,
      bytes,
      ahead: AHEAD,
      prepare() {
        reading = thread.request(name, bytes)
      },
      read() {
        const read = reading ?? thread.request(name, bytes)
        reading = undefined
        return read()
      },
    }
  })
}

interface FileThread {
  /** Requests a file. Its messages come in the order of the requests. Returns how to wait for them. */
  request(path: string, bytes: number): () => Promise<readonly ParsedMessage[]>
}

/** A file that was requested. */
interface Requested {
  readonly messages: ParsedMessage[]
  readonly resolve: (messages: readonly ParsedMessage[]) => void
  readonly reject: (reason: unknown) => void
}

function startThread(signal: AbortSignal, limits: ResourceLimits): FileThread {
  const worker = startWorker(limits)
  const requested: Requested[] = []
  let unsent: string[] = []
  let unsentBytes = 0
  let sent = 0
  let ended: { readonly reason: unknown } | undefined

  const send = () => {
    worker.ref()
    worker.postMessage(unsent)
    sent += unsent.length
    unsent = []
    unsentBytes = 0
  }
  const receive = ({ messages, isLast, error }: FilePart) => {
    const file = requested[0]
    for (const message of messages) file?.messages.push(message)
    if (!isLast) return
    requested.shift()
    if (error === undefined) file?.resolve(file.messages)
    else file?.reject(new FileError(error))
  }
  const end = (reason: unknown) => {
    ended ??= { reason }
    for (const { reject } of requested.splice(0)) reject(ended.reason)
  }

  worker.on('message', (parts: readonly FilePart[]) => {
    for (const part of parts) receive(part)
    // An idle thread does not keep the process running.
    if (requested.length === 0) worker.unref()
  })
  worker.on('error', (error) =>
    end(new ThreadError(`The thread that reads files failed: ${reasonOf(error)}`)),
  )
  worker.on('exit', (code) => end(new ThreadError(`The thread that reads files ended with code ${code}.`)))
  worker.unref()
  const abort = () => {
    end(signal.reason)
    void worker.terminate()
  }
  signal.addEventListener('abort', abort, { once: true })

  let count = 0
  return {
    request(path, bytes) {
      const place = count++
      const messages = new Promise<readonly ParsedMessage[]>((resolve, reject) => {
        if (ended === undefined) requested.push({ messages: [], resolve, reject })
        else reject(ended.reason)
      })
      // The error is thrown by whoever waits. Until then, it must not count as an unhandled rejection.
      messages.catch(() => {})
      unsent.push(path)
      unsentBytes += bytes
      if (unsent.length >= REQUESTED.inputs || unsentBytes >= REQUESTED.bytes) send()
      return () => {
        if (place >= sent) send()
        return messages
      }
    },
  }
}

function startWorker(resourceLimits: ResourceLimits): Worker {
  if (!import.meta.url.endsWith('.ts'))
    return new Worker(new URL('./file-thread.js', import.meta.url), { resourceLimits })
  // In Node.js 20, the threads of a program that tsx runs from its sources don't read TypeScript by themselves.
  const { href } = new URL('./file-thread.ts', import.meta.url)
  const load = `import('tsx/esm/api').then(({ register }) => (register(), import(${JSON.stringify(href)})))`
  return new Worker(load, { eval: true, resourceLimits })
}
