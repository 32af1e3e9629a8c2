import { PayloadError } from '../../util/errors.ts'
import { afterSpace, elementsOf, type Place } from '../../util/json-scan.ts'

const HEAD: readonly string[] = ['{', '"Records"', ':', '[']
const TAIL: readonly string[] = [']', '}']

/** The maximum number of record positions that the check keeps for reading. Log files have fewer records. */
const MAX_KEPT_PLACES = 65_536

/**
 * The texts of the records in a log file of CloudTrail, `{"Records":[...]}`, or in several concatenated ones. They are
 * produced one at a time, because parsing a file of 50 MB as a whole takes several hundred MB.
 *
 * The whole file is checked before the first text is produced. An invalid record is returned as it is. But if a string or
 * bracket isn't closed, the file is rejected, because it is uncertain where the next record begins.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-examples.html
 * @param json the uncompressed file
 * @param where name of the file in errors
 * @throws {PayloadError} if it has another form or is damaged
 */
export function recordTexts(json: Buffer, where: string): Generator<string> {
  const refuse = (at: number): never => {
    const problem = `is not a CloudTrail log file or is damaged at byte ${at}: expected {"Records":[...]}`
    throw new PayloadError(`${where} ${problem}`)
  }
  const kept: Place[] = []
  for (const place of placesOf(json, refuse)) if (kept.length <= MAX_KEPT_PLACES) kept.push(place)
  return textsOf(json, kept.length > MAX_KEPT_PLACES ? placesOf(json, refuse) : kept)
}

function* textsOf(json: Buffer, places: Iterable<Place>): Generator<string> {
  for (const [from, to] of places) yield json.toString('utf8', from, to)
}

function* placesOf(json: Buffer, refuse: (at: number) => never): Generator<Place> {
  let at = 0
  do {
    const start = pass(json, at, HEAD) ?? refuse(at)
    const end = yield* elementsOf(json, start, refuse)
    at = afterSpace(json, pass(json, end, TAIL) ?? refuse(end))
  } while (at < json.length)
}

/** The position after the tokens at `at`, which white space may separate; undefined if they aren't there. */
function pass(json: Buffer, at: number, tokens: readonly string[]): number | undefined {
  let i = at
  for (const token of tokens) {
    i = afterSpace(json, i)
    const end = i + token.length
    if (json.toString('latin1', i, end) !== token) return undefined
    i = end
  }
  return i
}
