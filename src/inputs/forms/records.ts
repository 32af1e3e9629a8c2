import { gunzip } from '../../util/gzip.ts'
import { parseJson } from '../../util/json.ts'
import { afterSpace, elementsOf, OPEN_BRACE, OPEN_BRACKET, QUOTE } from '../../util/json-scan.ts'
import { MAX_BYTES } from '../contents.ts'
import { FileError, refuseDamaged } from '../file-error.ts'
import { EVENT_TIME, GZIP_IN_BASE64, mayHoldRecords, mayHoldSeveral } from './marks.ts'
import { membersOf } from './members.ts'
import { valuesIn } from './values.ts'

/** Members whose values have records: a list, an object, or a text of JSON or of gzip in base64. */
const LEADING: ReadonlySet<string> = new Set([
  // CloudTrail log files, `aws kinesis get-records`, and the events of a data stream for Lambda
  'Records',
  'Data',
  'kinesis',
  // `aws cloudtrail lookup-events`
  'Events',
  'CloudTrailEvent',
  // `aws logs filter-log-events` and `get-log-events`, subscription messages, and their events for Lambda
  'events',
  'logEvents',
  'message',
  'awslogs',
  'data',
  // EventBridge
  'detail',
])

/** No form is nested deeper, not even a list of `get-records` outputs that contain subscription messages. */
const MAX_DEPTH = 12

/** Finds the records in JSON values that follow one another. */
export function* recordsInValues(json: Buffer): Generator<Buffer> {
  for (const value of valuesIn(json)) yield* recordsIn(value.json)
}

/**
 * Finds the records in one value: the value itself, the elements of a list, or the records in a form of AWS. Each is
 * returned as separate JSON. Anything else is returned as it is, and counts as malformed later.
 * @param value a complete value from `valuesIn`
 * @throws {FileError} if it has records in an unknown form, or may lose records because it is invalid
 * @throws {PayloadError} if gzip in it is damaged
 */
export function* recordsIn(value: Buffer, depth = 0): Generator<Buffer> {
  if (depth > MAX_DEPTH) yield withoutRecords(value)
  else if (value[0] === OPEN_BRACKET && mayHoldRecords(value)) yield* recordsInList(value, depth + 1)
  else if (value[0] === OPEN_BRACE) yield* recordsInObject(value, depth + 1)
  else if (value[0] === QUOTE) yield* recordsInText(value, depth + 1)
  else yield withoutRecords(value)
}

function* recordsInList(list: Buffer, depth: number): Generator<Buffer> {
  for (const [from, to] of elementsOf(list, 1, refuseDamaged))
    yield* recordsIn(list.subarray(afterSpace(list, from), to), depth)
}

function* recordsInObject(object: Buffer, depth: number): Generator<Buffer> {
  const leading: Buffer[] = []
  const others: Buffer[] = []
  for (const { name, value } of membersOf(object)) {
    if (name === EVENT_TIME) {
      yield oneRecord(object)
      return
    }
    // CloudWatch Logs sends these to check that the destination is reachable.
    if (name === 'messageType' && value.toString('latin1').trimEnd() === '"CONTROL_MESSAGE"') return
    if (LEADING.has(name)) leading.push(value)
    else others.push(value)
  }
  for (const value of others) withoutRecords(value)
  if (leading.length === 0) yield object
  for (const value of leading) {
    if (value[0] === OPEN_BRACKET) yield* recordsInList(value, depth)
    else yield* recordsIn(value, depth)
  }
}

function* recordsInText(text: Buffer, depth: number): Generator<Buffer> {
  const content = parseJson(text.toString('utf8'))
  if (typeof content === 'string') yield* recordsInString(content, depth)
  else yield text
}

/**
 * Finds the records in a text of JSON, or of gzip in base64. Any other text is one malformed record.
 * @throws {FileError | PayloadError} as `recordsIn` does
 */
export function* recordsInString(text: string, depth = 0): Generator<Buffer> {
  const isGzip = text.startsWith(GZIP_IN_BASE64)
  const json = isGzip ? gunzip(Buffer.from(text, 'base64'), 'a payload', MAX_BYTES) : Buffer.from(text)
  const pieces = [...valuesIn(json)]
  if (pieces.length > 0 && pieces.every(({ isWhole }) => isWhole)) {
    for (const piece of pieces) yield* recordsIn(piece.json, depth)
  } else if (isGzip) {
    throw new FileError('a payload inflates to damaged JSON')
  } else {
    yield json
  }
}

/** Treats an object with an eventTime as a record. An invalid one may include other records, if a bracket is missing. */
function oneRecord(object: Buffer): Buffer {
  if (mayHoldSeveral(object) && parseJson(object.toString('utf8')) === undefined) refuseDamaged()
  return object
}

/** Treats a value as a malformed record. It must not contain records, because they would be lost. */
function withoutRecords(value: Buffer): Buffer {
  if (mayHoldRecords(value)) throw new FileError('records in an unknown form')
  return value
}
