// Finds the parts of JSON without parsing it, by its quotes, brackets, commas and colons.

export const QUOTE = 0x22
export const COMMA = 0x2c
export const OPEN_BRACKET = 0x5b
export const CLOSE_BRACKET = 0x5d
export const OPEN_BRACE = 0x7b
const CLOSE_BRACE = 0x7d
const BACKSLASH = 0x5c
const COLON = 0x3a
const SPACE = 0x20
/** The bit that distinguishes a brace from a bracket, and a lower-case letter from a capital. */
const LOWER = 0x20
/** In UTF-8. None of these bytes occurs in JSON outside strings. */
const BYTE_ORDER_MARK: readonly number[] = [0xef, 0xbb, 0xbf]

/** The first position from `at` on that isn't white space or a byte order mark. */
export function afterSpace(json: Uint8Array, at: number): number {
  let i = at
  while (i < json.length && isSpace(json[i] ?? 0)) i++
  return i
}

function isSpace(byte: number): boolean {
  return byte <= SPACE || BYTE_ORDER_MARK.includes(byte)
}

/** The position of the closing quote of a string. `start` is the position after its opening quote. */
export function endOfText(json: Uint8Array, start: number): number {
  let i = start
  while (i < json.length && json[i] !== QUOTE) i += json[i] === BACKSLASH ? 2 : 1
  return i
}

/**
 * The end of the element of a list, or the member of an object, that begins at `from`: the position of the comma or closing
 * bracket after it. It is -1 if there is none, if a closing bracket is followed by anything but a comma or another closing
 * bracket, or if a string is followed by anything but these or a colon.
 *
 * So a truncated element never ends together with a later one. If it was truncated within a string, the next quote, which opens
 * the name of a member, seems to close that string, but a letter follows. If brackets are missing, or there are too many, the
 * list around the element ends in the wrong place or not at all.
 */
export function endOfElement(json: Uint8Array, from: number): number {
  let depth = 0
  let isAfterValue = false
  let isAfterBracket = false
  for (let i = from; i < json.length; i++) {
    const byte = json[i] ?? 0
    if (byte <= SPACE) continue
    if ((byte | LOWER) === CLOSE_BRACE) {
      if (depth-- === 0) return i
      isAfterValue = true
      isAfterBracket = true
    } else if (byte === COMMA || (byte === COLON && !isAfterBracket)) {
      if (byte === COMMA && depth === 0) return i
      isAfterValue = false
      isAfterBracket = false
    } else if (isAfterValue) {
      return -1
    } else if (byte === QUOTE) {
      i = endOfText(json, i + 1)
      isAfterValue = true
    } else if ((byte | LOWER) === OPEN_BRACE) {
      depth++
    }
  }
  return -1
}

/** The position of the first byte of an element or member, and of the comma or closing bracket after it. */
export type Place = readonly [from: number, to: number]

/**
 * The elements of a list, or the members of an object. Returns the position of its closing bracket.
 * @param start the position after its opening bracket
 * @param refuse throws an error. It is called with the position of the first damaged element
 */
export function* elementsOf(
  json: Uint8Array,
  start: number,
  refuse: (at: number) => never,
): Generator<Place, number> {
  // In ASCII, the code of a closing bracket is two higher than that of the opening one.
  const closing = (json[start - 1] ?? 0) + 2
  let from = start
  for (;;) {
    const end = endOfElement(json, from)
    const isLast = json[end] === closing
    if (!isLast && json[end] !== COMMA) refuse(from)
    const isNone = isLast && from === start && afterSpace(json, from) === end
    if (!isNone) yield [from, end]
    if (isLast) return end
    from = end + 1
  }
}
