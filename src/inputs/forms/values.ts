import {
  afterSpace,
  COMMA,
  endOfElement,
  endOfText,
  OPEN_BRACE,
  OPEN_BRACKET,
  QUOTE,
} from '../../util/json-scan.ts'

/** A part of JSON: a value, or everything from the first byte on that doesn't begin a value. */
export interface Piece {
  readonly json: Buffer
  /** The position of its first byte. */
  readonly start: number
  /** Whether it is a complete object, list or string. It can still be invalid JSON. */
  readonly isWhole: boolean
}

/** The values that follow one another in JSON, separated by white space, commas or nothing. Only the last piece can be broken. */
export function* valuesIn(json: Buffer): Generator<Piece> {
  for (let at = afterSpace(json, 0); at < json.length; ) {
    const end = endOfValue(json, at)
    const isWhole = end !== -1
    yield { json: json.subarray(at, isWhole ? end : json.length), start: at, isWhole }
    at = isWhole ? afterSeparators(json, end) : json.length
  }
}

/** Whether JSON has only complete values. */
export function isSound(json: Buffer): boolean {
  for (const { isWhole } of valuesIn(json)) if (!isWhole) return false
  return true
}

/** The position after the value that begins at `at`; -1 if it doesn't end or isn't an object, list or string. */
function endOfValue(json: Buffer, at: number): number {
  const first = json[at]
  if (!beginsValue(first)) return -1
  if (first === QUOTE) {
    const end = endOfText(json, at + 1)
    return end < json.length ? end + 1 : -1
  }
  let end = at
  do {
    end = endOfElement(json, end + 1)
    if (end === -1) return -1
  } while (json[end] === COMMA)
  // In ASCII, the code of a closing bracket is two higher than that of the opening one.
  return json[end] === first + 2 ? end + 1 : -1
}

/** Whether a byte begins an object, list or string. */
export function beginsValue(byte: number | undefined): byte is number {
  return byte === OPEN_BRACE || byte === OPEN_BRACKET || byte === QUOTE
}

function afterSeparators(json: Buffer, at: number): number {
  let i = afterSpace(json, at)
  while (json[i] === COMMA) i = afterSpace(json, i + 1)
  return i
}
