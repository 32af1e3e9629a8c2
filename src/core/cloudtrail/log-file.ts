import { PayloadError } from '../../util/errors.ts'
import { afterSpace, elementsOf, type Place } from '../../util/json-scan.ts'

const HEAD: readonly string[] = ['{', '"Records"', ':', '[']
const TAIL: readonly string[] = [']', '}']

/** The most places of records that are kept from the check until they are read: more than a log file has. */
const MAX_KEPT_PLACES = 65_536

/**
 * The texts of the records in a log file of CloudTrail, `{"Records":[...]}`, or in several that were joined. They are made
 * one at a time: parsed as a whole, a file of 50 MB takes several hundred.
 *
 * All of the file is checked before the first text is made. An invalid record is given as it is, but if a text or bracket is
 * not closed, the file is refused: nothing tells for sure where the next record begins.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-examples.html
 * @param json the file, inflated
 * @param where names it in errors
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

/** The place after the tokens at `at`, with or without white space between them; undefined if they are not there. */
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
