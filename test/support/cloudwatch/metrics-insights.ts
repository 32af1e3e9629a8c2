import { mergePoints, type Point, type Series, schemaOf } from '../../../src/cloudwatch/extract.ts'
import { groupBy } from '../../../src/util/group.ts'

/** One line of the answer to a query: a group and its points. */
export interface AnswerGroup {
  readonly label: string
  readonly points: readonly Point[]
}

/** The answer to a query: the first `limit` groups, sorted over the whole time. */
export interface MetricsAnswer {
  readonly statistic: Statistic
  readonly groups: readonly AnswerGroup[]
  readonly limit: number
}

/** A query of an unsupported form, or for a schema without data. The message says which. */
export class QueryError extends Error {
  override readonly name = 'QueryError'
}

export type Statistic = 'Sum' | 'Maximum'

const STATISTICS: Readonly<Record<string, Statistic>> = { SUM: 'Sum', MAX: 'Maximum' }

/** Dimensions of this project that are reserved words of Metrics Insights and must be quoted. */
const RESERVED = /\b(?:OPERATION|ACCOUNT)\b/i

const FORM =
  /^SELECT (SUM|MAX)\("([^"]+)"\) FROM SCHEMA\("([^"]+)"((?:,"[^"]+")+)\) GROUP BY ("[^"]+"(?:,"[^"]+")*) ORDER BY (SUM|MAX)\(\) DESC LIMIT (\d+)$/

/** Metrics that usually have no series. */
const SPARSE: ReadonlySet<string> = new Set(['RateLimitUtilization', 'ThrottleCount'])

/**
 * Answers a Metrics Insights query. Supports only the form of the dashboard's queries.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-metrics-insights-querylanguage.html
 * @throws {QueryError}
 */
export function queryMetrics(query: string, namespace: string, all: readonly Series[]): MetricsAnswer {
  const [, select = '', metric = '', from = '', schema = '', by = '', order = '', limit = ''] =
    FORM.exec(query) ?? []
  const statistic = STATISTICS[select]
  if (statistic === undefined || order !== select) throw new QueryError(whyUnknown(query))
  const wanted = schemaOf(names(schema).join())
  const inSchema = all.filter(({ set }) => from === namespace && schemaOf(set) === wanted)
  // If there are no calls at all, or the metric rarely has data, the query isn't wrong.
  const isSparse = SPARSE.has(metric) || all.every((series) => series.set === 'FunctionName')
  if (inSchema.length === 0 && !isSparse) {
    throw new QueryError(`No data for SCHEMA("${from}"${schema})`)
  }
  const labelOf = ({ dimensions }: Series) =>
    names(by)
      .map((name) => dimensions[name] ?? 'Other')
      .join(' ')
  const groups = groupBy(
    inSchema.filter((series) => series.metric === metric),
    labelOf,
  )
  const answered = [...groups].map(([label, group]) => ({
    label,
    points: mergePoints(group.flatMap(({ points }) => points)),
  }))
  const total = ({ points }: AnswerGroup) => statisticOf(points, statistic)
  answered.sort((a, b) => total(b) - total(a) || (a.label < b.label ? -1 : 1))
  return { statistic, groups: answered, limit: Number(limit) }
}

/** A statistic over several points. */
export function statisticOf(points: readonly Point[], statistic: Statistic | 'Minimum'): number {
  if (statistic === 'Sum') return points.reduce((sum, point) => sum + point.sum, 0)
  const values = points.map((point) => (statistic === 'Maximum' ? point.maximum : point.minimum))
  return values.reduce((a, b) => (statistic === 'Maximum' ? Math.max(a, b) : Math.min(a, b)))
}

function names(list: string): string[] {
  return [...list.matchAll(/"([^"]+)"/g)].map(([, name = '']) => name)
}

function whyUnknown(query: string): string {
  const reserved = RESERVED.exec(query.replace(/"[^"]*"/g, ''))?.[0]
  const reason =
    reserved === undefined ? 'Unsupported form of query' : `The reserved word ${reserved} is not quoted`
  return `${reason}: ${query}`
}
