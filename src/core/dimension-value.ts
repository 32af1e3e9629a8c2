import { MAX_DIMENSION_VALUE_LENGTH } from './aws-limits.ts'

/** The value of a dimension that a record doesn't have. */
export const NONE = '(none)'

/** The value that everything beyond a limit is counted under: callers after the top ones, series beyond the budget. */
export const OTHER = '(other)'

const VALID = /^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/
/** A run of characters, because encoding each one would take a separate call. */
const NOT_PRINTABLE_ASCII = /[^\x20-\x7e]+/gu

/**
 * `text` as a dimension value that CloudWatch accepts: 1 to 1,024 printable ASCII characters, trimmed.
 * Other characters become the percent-encoding of their UTF-8 (`ü` is `%C3%BC`). A text that is too long is cut and ends
 * in `...` and a hash of the whole text, so that different texts stay different. A blank text becomes `(none)`. A text that
 * equals a reserved value has its parentheses encoded, so that no record can imitate one.
 */
export function validText(text: string): string {
  if (text.length <= MAX_DIMENSION_VALUE_LENGTH && VALID.test(text) && !isReserved(text)) return text
  const whole = text.trim()
  if (whole === '') return NONE
  if (isReserved(whole)) return whole.replace('(', '%28').replace(')', '%29')
  // Only the first characters are visible. The rest only affects the hash.
  const head = whole.slice(0, MAX_DIMENSION_VALUE_LENGTH)
  const encoded = head.toWellFormed().replace(NOT_PRINTABLE_ASCII, encodeURIComponent)
  const fits = head === whole && encoded.length <= MAX_DIMENSION_VALUE_LENGTH
  return fits ? encoded : cut(encoded, whole)
}

function isReserved(text: string): boolean {
  return text === NONE || text === OTHER
}

function cut(encoded: string, whole: string): string {
  const end = `...${hash(whole)}`
  return encoded.slice(0, MAX_DIMENSION_VALUE_LENGTH - end.length) + end
}

/** FNV-1a over UTF-16 units, as eight hexadecimal digits. */
function hash(text: string): string {
  let value = 0x811c9dc5
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193)
  return (value >>> 0).toString(16).padStart(8, '0')
}
