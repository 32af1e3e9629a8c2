import { reasonOf } from '../../util/errors.ts'
import { afterSpace, OPEN_BRACE } from '../../util/json-scan.ts'
import { FileError } from '../file-error.ts'
import { recordsInBroken } from './broken.ts'
import { GZIP_IN_BASE64 } from './marks.ts'
import { recordsInString, recordsInValues } from './records.ts'
import { beginsValue, isSound } from './values.ts'

const LINE_FEED = 0x0a

/**
 * Finds the records in lines that are not all valid JSON. Text may precede the JSON in a line, such as the time in an export from
 * CloudWatch Logs. A line without JSON is one malformed record, and so is the broken part of a line.
 * @throws {FileError} with the line, if a broken part may hold more than one record, and as `recordsIn` does
 */
export function* recordsInLines(text: Buffer): Generator<Buffer> {
  let number = 0
  for (let at = 0; at < text.length; ) {
    const lineFeed = text.indexOf(LINE_FEED, at)
    const end = lineFeed === -1 ? text.length : lineFeed
    const line = text.subarray(at, end)
    number++
    try {
      yield* recordsInLine(line.subarray(afterSpace(line, 0)))
    } catch (error) {
      throw new FileError(`line ${number}: ${reasonOf(error)}`, { cause: error })
    }
    at = end + 1
  }
}

function* recordsInLine(line: Buffer): Generator<Buffer> {
  if (line.length === 0) return
  const start = beginsValue(line[0]) ? 0 : line.indexOf(OPEN_BRACE)
  if (start === -1) {
    const text = line.toString('utf8')
    if (text.startsWith(GZIP_IN_BASE64)) yield* recordsInString(text)
    else yield line
    return
  }
  const json = line.subarray(start)
  if (isSound(json)) yield* recordsInValues(json)
  else yield* recordsInBroken(json)
}
