import type { Message } from '../../core/cloudtrail/call.ts'
import { dataPayload, messageText } from '../../events/subscription-payload.ts'
import type { LogFile } from '../../inputs/trail-bucket.ts'
import type { ReadObject } from '../../sources/source.ts'
import { PayloadError } from '../../util/errors.ts'
import { prefetch } from '../../util/prefetch.ts'
import { type CountEvent, failureText } from '../function.ts'
import { type Backfill, filesLeft } from './backfill.ts'
import { messagesWithin, readLogFile } from './log-file.ts'

/**
 * Maximum characters in the records of one invocation. That is less than a function with the smallest memory accepts
 * uncompressed and, even if compression has no effect, less than the 6 MB of an invocation. More records at once produce fewer
 * lines in the function's log.
 */
const MAX_CHARACTERS = 3 * 1024 * 1024

/** Number of files to read ahead. */
const READ_AHEAD = 8

/** Some of the records of a file. */
interface Part {
  readonly file: ReadableFile
  readonly place: number
  readonly messages: readonly Message[]
  readonly characters: number
}

interface ReadableFile {
  readonly id: string
  readonly messages: readonly Message[]
}

type ReadFile = ReadableFile | { readonly unreadable: string }

/**
 * Invokes the function with the records of log files, in the form of the source `Logs`, which the function accepts with every
 * source. Invocations are sequential, so that one environment can see all records and recognize duplicates.
 * @throws {Error} if the function fails, because later invocations would fail too
 */
export async function backfillByInvocation(
  backfill: Backfill,
  count: CountEvent,
  readObject: ReadObject,
): Promise<void> {
  const { bucket, range, journal, signal, onFile } = backfill
  // Some records of files at the edges of the time range are skipped, and a run with another range may need them.
  const idOf = ({ key }: LogFile) => `s3://${bucket}/${key}#${range.from}-${range.to}`
  const read = async (file: LogFile): Promise<ReadFile> => {
    try {
      const messages = await readLogFile({ bucket, key: file.key }, readObject)
      return { id: idOf(file), messages: messagesWithin(messages, range) }
    } catch (error) {
      if (!(error instanceof PayloadError)) throw error
      return { unreadable: error.message }
    }
  }
  const flush = async (parts: readonly Part[]) => {
    await countParts(parts, count)
    for (const [file, left] of leftBehind(parts)) {
      await journal.note(file.id, left)
      if (left.length === 0) onFile({ fate: 'counted', records: file.messages.length })
    }
  }

  let [batch, characters]: [Part[], number] = [[], 0]
  for await (const file of prefetch(filesLeft(backfill, idOf), READ_AHEAD, read)) {
    if (signal.aborted) return
    if ('unreadable' in file) {
      onFile({ fate: 'unreadable', reason: file.unreadable })
      continue
    }
    const left = journal.leftOf(file.id)
    for (const part of partsOf(file)) {
      if (left !== undefined && !left.includes(part.place)) continue
      if (characters + part.characters > MAX_CHARACTERS) {
        await flush(batch)
        ;[batch, characters] = [[], 0]
        if (signal.aborted) return
      }
      batch.push(part)
      characters += part.characters
    }
  }
  if (!signal.aborted) await flush(batch)
}

async function countParts(parts: readonly Part[], count: CountEvent): Promise<void> {
  const messages = parts.flatMap((part) => part.messages)
  if (messages.length === 0) return
  const answer = await count({ awslogs: { data: dataPayload(messages) } })
  if (answer.kind === 'failed')
    throw new Error(`The function failed: ${failureText(answer)}. Fix the cause and run the command again.`)
}

/** Splits a file into parts, which are the same in each run. A file without records has one part. */
function partsOf(file: ReadableFile): Part[] {
  const parts: Part[] = []
  let [messages, characters]: [Message[], number] = [[], 0]
  const end = () => parts.push({ file, place: parts.length, messages, characters })
  for (const message of file.messages) {
    const { length } = messageText(message)
    if (messages.length > 0 && characters + length > MAX_CHARACTERS) {
      end()
      ;[messages, characters] = [[], 0]
    }
    messages.push(message)
    characters += length
  }
  end()
  return parts
}

/** For each file with parts among these, its later parts. */
function leftBehind(parts: readonly Part[]): Map<ReadableFile, number[]> {
  const last = new Map(parts.map(({ file, place }) => [file, place]))
  return new Map(
    [...last].map(([file, place]) => [
      file,
      partsOf(file).flatMap((part) => (part.place > place ? [part.place] : [])),
    ]),
  )
}
