import { parse } from 'csv-parse/sync'
import { isObject, parseJson } from '../util/json.ts'
import { printable } from '../util/printable.ts'

const ID = /^\d{12}$/
/** The headings of the columns with an account's ID and name, as in the Organizations console or in custom files. */
const ID_HEAD = /^(?:account[ _-]?)?id$|^account$/i
const NAME_HEAD = /^(?:account[ _-]?)?name$/i

/**
 * The names of accounts by their IDs, from the answer of `aws organizations list-accounts`, the list that the console of AWS
 * Organizations exports, or other CSV with an ID and a name in each line.
 * @param where name of the file in errors
 * @throws {Error} if the text has no account
 */
export function readAccountNames(text: string, where: string): ReadonlyMap<string, string> {
  const plain = text.replace(/^\ufeff/, '')
  const json = parseJson(plain)
  const pairs = json === undefined ? fromCsv(plain, where) : fromJson(json)
  const names = new Map<string, string>()
  for (const [id, name] of pairs) {
    const shown = printable(String(name ?? '').trim())
    if (ID.test(String(id)) && shown !== '') names.set(String(id), shown)
  }
  if (names.size === 0)
    throw new Error(
      `${where} has no account names: expected the output of "aws organizations list-accounts" or CSV with IDs and names`,
    )
  return names
}

type Pair = readonly [id: unknown, name: unknown]

/** `{"Accounts": [{"Id": ..., "Name": ...}]}`, the list alone, or names by ID. */
function fromJson(json: unknown): Pair[] {
  const list = isObject<'Accounts'>(json) && Array.isArray(json.Accounts) ? json.Accounts : json
  if (Array.isArray(list))
    return list.flatMap((entry: unknown) =>
      isObject<'Id' | 'Name'>(entry) ? [[entry.Id, entry.Name] as const] : [],
    )
  return isObject(json) ? Object.entries(json) : []
}

/** The columns are those with a known heading, or the first two. */
function fromCsv(text: string, where: string): Pair[] {
  const rows = csvRows(text, where)
  const [head = []] = rows
  const found = [head.findIndex((cell) => ID_HEAD.test(cell)), head.findIndex((cell) => NAME_HEAD.test(cell))]
  const [id = 0, name = 1] = found.every((index) => index >= 0) ? found : []
  return rows.map((row) => [row[id], row[name]])
}

function csvRows(text: string, where: string): readonly (readonly string[])[] {
  try {
    return parse(text, { trim: true, skip_empty_lines: true, relax_column_count: true })
  } catch (error) {
    throw new Error(`${where} is neither JSON nor CSV`, { cause: error })
  }
}
