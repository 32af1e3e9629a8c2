import type { Message } from '../core/cloudtrail/call.ts'
import { recordTexts } from '../core/cloudtrail/log-file.ts'
import type { ReadObject } from '../sources/source.ts'
import { PayloadError } from '../util/errors.ts'
import { isObject, parseJson } from '../util/json.ts'
import { afterSpace } from '../util/json-scan.ts'
import { FileError } from './file-error.ts'
import { messagesOfEvent, refuseObjects } from './forms/lambda-event.ts'
import { recordsInLines } from './forms/lines.ts'
import { firstMember } from './forms/members.ts'
import { recordsInValues } from './forms/records.ts'
import { recordsOfSmallLogFile } from './forms/small-log-file.ts'
import { isSound } from './forms/values.ts'

/** Maximum number of records that the check keeps for reading. If there are more, they are located a second time. */
const MAX_KEPT = 65_536

export interface MessageOptions {
  /** Reads the objects in S3 that an event names; unless it is given, such an event is refused. */
  readonly readObject?: ReadObject | undefined
  /** Whether messages may hold parsed records in place of their texts, which is faster. */
  readonly parsed?: boolean
}

/**
 * The messages in a file: CloudTrail log files, a Lambda event, or JSON values or lines in any form of `forms/records`. The whole
 * file is checked before the first message is yielded, so iterating over the messages doesn't throw.
 * @param contents in UTF-8, uncompressed
 * @param name identifies records without an eventID, together with their place
 * @throws {FileError | PayloadError} with the reason if there are no CloudTrail records, or if some of them would be lost
 */
export async function messagesIn(
  contents: Buffer,
  name: string,
  { readObject = refuseObjects, parsed = false }: MessageOptions = {},
): Promise<Iterable<Message>> {
  if (afterSpace(contents, 0) === contents.length) throw new FileError('it is empty')
  const records = parsed ? recordsOfSmallLogFile(contents) : undefined
  if (records !== undefined && isRecordLike(records[0]))
    return records.map((record, place) => ({ record, id: idOf(name, place) }))
  const { texts, damage } = readLogFile(contents)
  if (texts !== undefined) return messagesOf(texts, name)
  if (isSound(contents)) {
    const event = await messagesOfEvent(contents, readObject)
    if (event !== undefined) return event
    return messagesOf(textsOf(checked(contents, recordsInValues, 'JSON without CloudTrail records')), name)
  }
  try {
    const records = checked(contents, recordsInLines, 'neither JSON nor lines of CloudTrail records')
    return messagesOf(textsOf(records), name)
  } catch (error) {
    throw damage ?? error
  }
}

interface LogFile {
  readonly texts?: Iterable<string>
  /** Adds the position of the damage. */
  readonly damage?: PayloadError
}

/** Reads a log file fast. Its first record distinguishes it from other lists named Records, such as Lambda events. */
function readLogFile(contents: Buffer): LogFile {
  if (firstMember(contents) !== 'Records') return {}
  try {
    const texts = recordTexts(contents, 'the file')
    const first = texts.next()
    if (first.done) return { texts }
    return isRecordLike(parseJson(first.value)) ? { texts: joined(first.value, texts) } : {}
  } catch (error) {
    if (error instanceof PayloadError) return { damage: error }
    throw error
  }
}

function* joined(first: string, others: Iterable<string>): Generator<string> {
  yield first
  yield* others
}

/**
 * Everything that `find` yields, after checking all of it. Other values count as malformed if there are records, and are
 * rejected if there are none.
 * @throws {FileError} with `reason` if there are no records, and as `find` does
 */
function checked(
  contents: Buffer,
  find: (contents: Buffer) => Iterable<Buffer>,
  reason: string,
): Iterable<Buffer> {
  const kept: Buffer[] = []
  let [count, bytes, isTrail] = [0, 0, false]
  for (const json of find(contents)) {
    isTrail ||= isRecordLike(parseJson(json.toString('utf8')))
    count++
    bytes += json.length
    if (count <= MAX_KEPT && bytes <= contents.length) kept.push(json)
  }
  if (count > 0 && !isTrail) throw new FileError(reason)
  return kept.length === count ? kept : find(contents)
}

function* textsOf(found: Iterable<Buffer>): Generator<string> {
  for (const json of found) yield json.toString('utf8')
}

function* messagesOf(texts: Iterable<string>, name: string): Generator<Message> {
  let place = 0
  for (const text of texts) yield { text, id: idOf(name, place++) }
}

function idOf(name: string, place: number): string {
  return `${name}#${place}`
}

/** Whether a value is a CloudTrail record, perhaps a malformed one, and not the message of another service. */
function isRecordLike(value: unknown): boolean {
  if (!isObject<'eventTime' | 'eventSource' | 'eventName'>(value)) return false
  const { eventSource, eventTime, eventName } = value
  // Lambda events of S3, SQS, Kinesis, ... have members of the same names, and a source such as aws:s3.
  const isLambdaEvent = typeof eventSource === 'string' && eventSource.startsWith('aws:')
  return !isLambdaEvent && eventTime !== undefined && (eventName !== undefined || eventSource !== undefined)
}
