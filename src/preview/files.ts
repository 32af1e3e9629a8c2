import { lstat, readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Message } from '../cloudtrail/call.ts'
import { recordTexts } from '../cloudtrail/log-file.ts'
import { UnknownEventError } from '../errors.ts'
import { contentsOf } from '../gzip.ts'
import { isObject } from '../json.ts'
import { createObjectReader } from '../sources/s3-client.ts'
import { readEvent } from '../sources/sources.ts'

/** Most bytes that one file, payload or object may inflate to. CloudTrail's own are far smaller. */
const MAX_BYTES = 256 * 1024 * 1024

const EVENT_OPTIONS = {
  maxPayloadBytes: MAX_BYTES,
  maxObjectBytes: MAX_BYTES,
  ownLogGroup: undefined,
  readObject: createObjectReader(process.env),
}

/** A file that holds no CloudTrail records. */
export class FileError extends Error {
  override readonly name = 'FileError'
}

/**
 * The files behind `paths`, in order: a folder stands for all files in it and below, by name, but hidden ones and what
 * links to other folders. A path that can't be read is passed on, for reading it says best what is wrong.
 */
export async function findFiles(paths: readonly string[]): Promise<string[]> {
  const found: string[] = []
  for (const path of paths) {
    const entries = await entriesOf(path)
    if (entries === undefined) found.push(path)
    // Not by push(...): a folder may hold more files than a call takes arguments.
    else for (const file of await findFiles(entries)) found.push(file)
  }
  return found
}

/** What is in a folder; undefined where the path is none. */
async function entriesOf(path: string): Promise<string[] | undefined> {
  try {
    const names = (await readdir(path)).filter((name) => !name.startsWith('.')).sort()
    const entries: Awaited<ReturnType<typeof withKind>>[] = []
    for (const name of names) entries.push(await withKind(join(path, name)))
    return entries.filter(({ isLink, isFolder }) => !(isLink && isFolder)).map((entry) => entry.path)
  } catch {
    return undefined
  }
}

async function withKind(path: string): Promise<{ path: string; isLink: boolean; isFolder: boolean }> {
  const isLink = (await lstat(path)).isSymbolicLink()
  const target = await stat(path).catch(() => undefined)
  return { path, isLink, isFolder: target?.isDirectory() ?? false }
}

/**
 * The messages of one file, gzipped or not: a log file of CloudTrail (`{"Records":[...]}`), a list of records, one record,
 * one record a line, the answer of `aws cloudtrail lookup-events`, or a Lambda event. The objects that an event names are
 * read from S3.
 * @throws {FileError | PayloadError} with the reason where it holds none
 */
export async function readMessages(path: string): Promise<Iterable<Message>> {
  // A pipe or a device may never end.
  if (!(await stat(path)).isFile()) throw new FileError('no regular file')
  const bytes = contentsOf(await readFile(path), 'the file', MAX_BYTES)
  const records = recordTexts(bytes)
  // What lies beside a trail may have the same form: one look at the first record tells.
  if (records !== undefined && isRecordLike(parse(recordTexts(bytes)?.next().value ?? '')))
    return messagesOf(records, path)
  const text = bytes.toString('utf8').replace(/^\ufeff/, '')
  const value = parse(text)
  return value === undefined ? linesOf(text, path) : messagesIn(value, path)
}

function* messagesOf(texts: Iterable<string>, path: string): Generator<Message> {
  let place = 0
  for (const text of texts) yield { text, id: `${path}#${place++}` }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** A line that is no record is a malformed message among good ones; a file without one good line is no trail. */
function linesOf(text: string, path: string): Message[] {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '')
  if (!lines.some((line) => isRecordLike(parse(line)))) {
    throw new FileError('neither JSON nor CloudTrail records a line')
  }
  return [...messagesOf(lines, path)]
}

async function messagesIn(value: unknown, path: string): Promise<Iterable<Message>> {
  try {
    return await messagesOfEvent(value)
  } catch (error) {
    if (!(error instanceof UnknownEventError)) throw error
  }
  const records = recordsIn(value)
  if (records.length > 0 && !records.some(isRecordLike))
    throw new FileError('JSON without CloudTrail records')
  return records.map((record, i) => ({ record, id: `${path}#${i}` }))
}

async function messagesOfEvent(event: unknown): Promise<readonly Message[]> {
  const messages: Message[] = []
  const { failures, objectsSkipped } = await readEvent(event, EVENT_OPTIONS, (payload) => {
    for (const message of payload) messages.push(message)
  })
  const [failure] = failures
  if (failure !== undefined) {
    const unread = `${failures.length} of its payloads can't be read, so none of it is counted`
    throw new FileError(`${unread}: ${failure.reason}`)
  }
  if (messages.length === 0 && objectsSkipped > 0)
    throw new FileError(`names ${objectsSkipped} objects, none of which is a log file of CloudTrail`)
  return messages
}

function recordsIn(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value
  if (isObject<'Records' | 'Events'>(value)) {
    if (Array.isArray(value.Records)) return value.Records
    if (Array.isArray(value.Events)) return value.Events.map(lookedUp)
  }
  return [value]
}

/** Whether a value is a CloudTrail record, though perhaps a malformed one, and not what another service sends. */
function isRecordLike(value: unknown): boolean {
  if (!isObject<'eventTime' | 'eventSource' | 'eventName'>(value)) return false
  const { eventSource, eventTime, eventName } = value
  // Lambda events of S3, SQS, Kinesis, ... have members of the same names, and a source such as aws:s3.
  const isLambdaEvent = typeof eventSource === 'string' && eventSource.startsWith('aws:')
  return !isLambdaEvent && eventTime !== undefined && (eventName !== undefined || eventSource !== undefined)
}

/** lookup-events gives each record as text inside of another object. */
function lookedUp(entry: unknown): unknown {
  const text = isObject<'CloudTrailEvent'>(entry) ? entry.CloudTrailEvent : undefined
  return typeof text === 'string' ? parse(text) : undefined
}
