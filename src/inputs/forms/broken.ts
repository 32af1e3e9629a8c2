import { parseJson } from '../../util/json.ts'
import { COMMA, endOfElement, OPEN_BRACE, QUOTE } from '../../util/json-scan.ts'
import { refuseDamaged } from '../file-error.ts'
import { EVENT_TIME, mayHoldRecords, mayHoldSeveral } from './marks.ts'
import { memberAt } from './members.ts'
import { recordsIn } from './records.ts'
import { valuesIn } from './values.ts'

const BACKSLASH = 0x5c
const CLOSE_BRACE = 0x7d
/** The bit that distinguishes a brace from a bracket. */
const LOWER = 0x20

/**
 * Finds the records in JSON with a broken part, such as a truncated record. Yields the records before the broken part,
 * the broken part as one malformed record, and the records after it.
 *
 * Before the broken part, values are read forwards. After it, they are read backwards from the end, because after a truncated
 * string, reading forwards can't distinguish strings from the rest.
 * @throws {FileError} if the broken part may hold more than one record
 * @throws {FileError | PayloadError} as `recordsIn` does
 */
export function* recordsInBroken(json: Buffer): Generator<Buffer> {
  let broken = json
  for (const piece of valuesIn(json)) {
    broken = json.subarray(piece.start)
    if (!piece.isWhole || !mayHoldRecords(piece.json)) break
    yield* recordsIn(piece.json)
  }
  const after: Buffer[] = []
  for (let start = startOfRecord(broken); start !== undefined; start = startOfRecord(broken)) {
    after.push(broken.subarray(start))
    broken = broken.subarray(0, start)
  }
  if (!holdsOneAtMost(broken)) refuseDamaged()
  yield broken
  for (const record of after.reverse()) yield* recordsIn(record)
}

function holdsOneAtMost(json: Buffer): boolean {
  if (mayHoldRecords(json)) return !mayHoldSeveral(json) && beginsWithRecord(json)
  // The records of a list can follow in later lines.
  return json.toString('utf8').trimEnd().at(-1) !== '['
}

/** Whether broken JSON begins with an object that has an eventTime, directly or in its detail. */
function beginsWithRecord(json: Buffer): boolean {
  let from = json[0] === OPEN_BRACE ? 1 : -1
  while (from > 0) {
    const member = memberAt(json, from)
    if (member === undefined) return false
    if (member.name === EVENT_TIME) return true
    if (member.name === 'detail' && json[member.valueStart] === OPEN_BRACE) {
      from = member.valueStart + 1
    } else {
      const end = endOfElement(json, from)
      from = json[end] === COMMA ? end + 1 : -1
    }
  }
  return false
}

/** The start of the record at the end of broken JSON; undefined if there is none. */
function startOfRecord(json: Buffer): number | undefined {
  let depth = 0
  for (let i = lastByte(json); i > 0; i--) {
    const byte = json[i] ?? 0
    if (byte === QUOTE) i = startOfText(json, i)
    else if ((byte | LOWER) === CLOSE_BRACE) depth++
    else if ((byte | LOWER) === OPEN_BRACE) depth--
    if (depth === 0) return isRecord(json.subarray(i)) ? i : undefined
  }
  return undefined
}

function isRecord(json: Buffer): boolean {
  return json[0] === OPEN_BRACE && json.includes(EVENT_TIME) && parseJson(json.toString('utf8')) !== undefined
}

/** The position of the last byte that isn't white space. */
function lastByte(json: Buffer): number {
  let i = json.length - 1
  while ((json[i] ?? QUOTE) <= 0x20) i--
  return i
}

/** The position of the opening quote of the string whose closing quote is at `end`. */
function startOfText(json: Buffer, end: number): number {
  let i = end - 1
  while (i > 0 && (json[i] !== QUOTE || isEscaped(json, i))) i--
  return i
}

function isEscaped(json: Buffer, at: number): boolean {
  let i = at - 1
  while (json[i] === BACKSLASH) i--
  return (at - i) % 2 === 0
}
