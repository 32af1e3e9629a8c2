import type { Document } from '../../../src/cloudwatch/document.ts'
import { isObject } from '../../../src/util/json.ts'
import { QueryError } from './metrics-insights.ts'

export interface LogsAnswer {
  readonly columns: readonly string[]
  readonly rows: readonly (readonly (string | number)[])[]
}

/** A Logs Insights query that reads one document after the other. */
export interface LogsQuery {
  add(document: Document): void
  answer(): LogsAnswer
}

const FORM = new RegExp(
  [
    "^SOURCE '[^']+'",
    'filter (?:(\\w+)\\.0\\.(\\w+) > 0|ispresent\\((\\w+)\\.0\\.(\\w+)\\))',
    'fields jsonParse\\(@message\\) as doc',
    'unnest doc\\.(\\w+) into (\\w+)',
    'stats ((?:sum|latest)\\([\\w.]+\\) as \\w+(?:, (?:sum|latest)\\([\\w.]+\\) as \\w+)*) by ([\\w.]+(?:, [\\w.]+)*)',
    'sort (\\w+) desc',
    'limit (\\d+)$',
  ].join(' \\| '),
)

interface Row {
  readonly by: readonly string[]
  /** The statistics, in the order of the query. */
  readonly values: (string | number)[]
  /** The timestamp of the document that `latest` was taken from. */
  latest: number
}

/**
 * A query over the lists in documents. Supports only the form of the dashboard's queries.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax.html
 * @throws {QueryError} for other forms
 */
export function logsQuery(query: string): LogsQuery {
  const match = FORM.exec(query)
  if (match === null) throw new QueryError(`Unsupported form of query: ${query}`)
  const [
    ,
    positiveList,
    positive,
    presentList,
    present,
    list = '',
    alias = '',
    stats = '',
    by = '',
    sort = '',
    limit = '',
  ] = match
  const statistics = [...stats.matchAll(/(sum|latest)\(([\w.]+)\) as (\w+)/g)].map(
    ([, kind, field = '', name = '']) => ({ isSum: kind === 'sum', field, name }),
  )
  const groups = by.split(', ')
  const rows = new Map<string, Row>()

  const passes = (document: Document) => {
    const [first] = entriesOf(document, positiveList ?? presentList ?? '')
    const value = first?.[positive ?? present ?? '']
    return positive === undefined ? value !== undefined : Number(value ?? 0) > 0
  }
  const fieldOf = (document: Document, entry: Entry, field: string) =>
    field.startsWith(`${alias}.`) ? entry[field.slice(alias.length + 1)] : document.members[field]

  return {
    add(document) {
      if (!passes(document)) return
      for (const entry of entriesOf(document, list)) {
        const values = groups.map((field) => String(fieldOf(document, entry, field) ?? ''))
        const key = values.join('\n')
        const row = rows.get(key) ?? {
          by: values,
          values: statistics.map(({ isSum }) => (isSum ? 0 : '')),
          latest: Number.NEGATIVE_INFINITY,
        }
        rows.set(key, row)
        const isLatest = document.timestamp >= row.latest
        if (isLatest) row.latest = document.timestamp
        for (const [i, { isSum, field }] of statistics.entries()) {
          const value = fieldOf(document, entry, field)
          if (isSum) row.values[i] = Number(row.values[i]) + Number(value ?? 0)
          else if (isLatest) row.values[i] = String(value ?? '')
        }
      }
    },
    answer() {
      const at = statistics.findIndex(({ name }) => name === sort)
      const sorted = [...rows.values()].sort(
        (a, b) =>
          Number(b.values[at] ?? 0) - Number(a.values[at] ?? 0) || (a.by.join() < b.by.join() ? -1 : 1),
      )
      return {
        columns: [...groups, ...statistics.map(({ name }) => name)],
        rows: sorted.slice(0, Number(limit)).map((row) => [...row.by, ...row.values]),
      }
    },
  }
}

type Entry = Readonly<Record<string, unknown>>

function entriesOf({ members }: Document, list: string): Entry[] {
  const entries = members[list]
  return Array.isArray(entries) ? entries.filter((entry) => isObject<string>(entry)) : []
}
