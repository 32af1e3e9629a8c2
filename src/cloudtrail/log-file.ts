import { endOfText } from '../json.ts'

const OPENING_PART = 1024
/** Of latin1, in which a character is a byte: so places in the text are places in the file. */
const START = /^(?:\xef\xbb\xbf)?\s*\{\s*"Records"\s*:\s*\[/
const END = /^\s*\]\s*\}\s*$/

const QUOTE = 0x22
const COMMA = 0x2c
const OPENING: ReadonlySet<number | undefined> = new Set([0x7b, 0x5b])
const CLOSING: ReadonlySet<number | undefined> = new Set([0x7d, 0x5d])

/**
 * The texts of the records in a log file of CloudTrail, one at a time: parsed as a whole, a file of 50 MB takes several
 * hundred. Undefined where the file is not of the form `{"Records":[...]}`. It looks at no more than what divides the
 * records; whether they are valid shows when they are parsed.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-examples.html
 * @param json the file, inflated
 */
export function recordTexts(json: Buffer): Generator<string> | undefined {
  const start = START.exec(json.toString('latin1', 0, OPENING_PART))?.[0].length
  if (start === undefined) return undefined
  const end = json.lastIndexOf(']')
  return END.test(json.toString('latin1', end)) ? elements(json, start, end) : undefined
}

function* elements(json: Buffer, start: number, end: number): Generator<string> {
  let from = start
  let depth = 0
  for (let i = start; i < end; i++) {
    const byte = json[i]
    if (byte === QUOTE) i = endOfText(json, i + 1)
    else if (OPENING.has(byte)) depth++
    // In a broken record one may be too many: what is behind it is divided all the same.
    else if (CLOSING.has(byte)) depth = Math.max(0, depth - 1)
    else if (byte === COMMA && depth === 0) {
      yield json.toString('utf8', from, i)
      from = i + 1
    }
  }
  const last = json.toString('utf8', from, end)
  if (from > start || last.trim() !== '') yield last
}
