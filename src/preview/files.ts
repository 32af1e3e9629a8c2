import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import type { Message } from '../cloudtrail/call.ts'
import { UnknownEventError } from '../errors.ts'
import { isObject } from '../json.ts'
import { readEvent } from '../sources/sources.ts'

/** Most bytes that one file may inflate to. CloudTrail's own are far smaller. */
const MAX_INFLATED_BYTES = 256 * 1024 * 1024

/** A file that holds no CloudTrail records. */
export class FileError extends Error {
  override readonly name = 'FileError'
}

/**
 * The files behind `paths`, in order: a folder stands for all files in it and below, by name, but hidden ones.
 * A path that does not exist is passed on, for reading it says best what is wrong.
 */
export async function findFiles(paths: readonly string[]): Promise<string[]> {
  const found: string[] = []
  for (const path of paths) {
    if (!(await isFolder(path))) {
      found.push(path)
      continue
    }
    const names = (await readdir(path)).filter((name) => !name.startsWith('.')).sort()
    found.push(...(await findFiles(names.map((name) => join(path, name)))))
  }
  return found
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory()
  } catch {
    return false
  }
}

/**
 * The messages of one file, gzipped or not: a CloudTrail delivery file (`{"Records":[...]}`), a list of records, one
 * record, one record a line, the answer of `aws cloudtrail lookup-events`, or a Lambda event.
 * @throws {FileError | PayloadError} with the reason where it holds none
 */
export async function readMessages(path: string): Promise<readonly Message[]> {
  const text = inflated(await readFile(path))
  const value = parse(text)
  return value === undefined ? linesOf(text, path) : messagesIn(value, path)
}

function inflated(bytes: Buffer): string {
  const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b
  try {
    return (isGzip ? gunzipSync(bytes, { maxOutputLength: MAX_INFLATED_BYTES }) : bytes).toString('utf8')
  } catch (error) {
    throw new FileError(`can't be inflated: ${error instanceof Error ? error.message : error}`, {
      cause: error,
    })
  }
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
  if (!lines.some((line) => isObject(parse(line)))) throw new FileError('neither JSON nor JSON lines')
  return lines.map((line, i) => ({ text: line, id: `${path}#${i}` }))
}

function messagesIn(value: unknown, path: string): readonly Message[] {
  const records = recordsIn(value)
  if (records !== undefined) return records.map((record, i) => ({ record, id: `${path}#${i}` }))
  try {
    const options = { maxInflatedBytes: MAX_INFLATED_BYTES, ownLogGroup: undefined }
    return readEvent(value, options)?.messages ?? []
  } catch (error) {
    if (error instanceof UnknownEventError) throw new FileError('JSON without CloudTrail records')
    throw error
  }
}

function recordsIn(value: unknown): readonly unknown[] | undefined {
  if (Array.isArray(value)) return value
  if (!isObject<'Records' | 'Events' | 'eventName' | 'eventTime'>(value)) return undefined
  if (Array.isArray(value.Records)) return value.Records
  if (Array.isArray(value.Events)) return value.Events.map(lookedUp)
  return value.eventName !== undefined && value.eventTime !== undefined ? [value] : undefined
}

/** lookup-events gives each record as text inside of another object. */
function lookedUp(entry: unknown): unknown {
  const text = isObject<'CloudTrailEvent'>(entry) ? entry.CloudTrailEvent : undefined
  return typeof text === 'string' ? parse(text) : undefined
}
