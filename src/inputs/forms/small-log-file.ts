import { parseJson } from '../../util/json.ts'

const HEAD = '{"Records":['
const LIST_START = HEAD.length - 1
const CLOSE_BRACE = 0x7d

/** A record may have 1 MB of text, and a text of the shortest values takes many times its length when it is parsed. */
const MAX_BYTES = 1024 * 1024

/**
 * The records of a log file that is no longer than one record may be, and has exactly the form in which CloudTrail writes it.
 * Parsing it as a whole takes less than half the time of finding its records and parsing each.
 * @returns undefined if it is another file, or damaged
 */
export function recordsOfSmallLogFile(contents: Buffer): readonly unknown[] | undefined {
  if (contents.length > MAX_BYTES || contents.at(-1) !== CLOSE_BRACE) return undefined
  if (contents.toString('latin1', 0, HEAD.length) !== HEAD) return undefined
  // The list alone: of two lists in one object, JSON.parse would give the last.
  const records = parseJson(contents.toString('utf8', LIST_START, contents.length - 1))
  return Array.isArray(records) ? records : undefined
}
