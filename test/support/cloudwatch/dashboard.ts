import type { Document } from '../../../src/cloudwatch/document.ts'
import type { Series } from '../../../src/cloudwatch/extract.ts'
import { groupBy } from '../../../src/util/group.ts'
import { isObject } from '../../../src/util/json.ts'
import { type LogsAnswer, type LogsQuery, logsQuery } from './logs-insights.ts'
import {
  type AnswerGroup,
  QueryError,
  queryMetrics,
  type Statistic,
  statisticOf,
} from './metrics-insights.ts'
import { conditionsOf, parseTemplate, textOf, type Value } from './template.ts'

/** The position of a widget on the grid of 24 columns. */
export interface Place {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** The content of a widget. */
export type Content =
  | { readonly kind: 'text'; readonly markdown: string }
  | {
      readonly kind: 'metrics'
      readonly view: MetricView
      readonly title: string
      readonly unit: string
      readonly lines: readonly Line[]
      /** Maximum number of bars to show. */
      readonly limit: number
      readonly missing: readonly string[]
    }
  | { readonly kind: 'table'; readonly title: string; readonly answer: LogsAnswer }
  | { readonly kind: 'alarms'; readonly title: string; readonly names: readonly string[] }
  | { readonly kind: 'problem'; readonly title: string; readonly reason: string }

export type WidgetView = Place & Content

export type MetricView = 'timeSeries' | 'bar' | 'singleValue'

/** A line of a chart, a bar or a number: values by period. */
export interface Line {
  readonly label: string
  readonly statistic: Statistic | 'Minimum'
  /** Start of the period in seconds since 1970, and its statistic. */
  readonly values: readonly (readonly [time: number, value: number])[]
}

/** The dashboard of a template, filled from an extraction. */
export interface Dashboard {
  /** Adds a document to the widgets that read the log. */
  add(document: Document): void
  draw(series: Iterable<Series>): WidgetView[]
}

/** The period of the metrics on the dashboard. */
export const PERIOD_SECONDS = 300
const PERIOD_MS = PERIOD_SECONDS * 1000
const STATISTICS: readonly (Statistic | 'Minimum')[] = ['Sum', 'Maximum', 'Minimum']

interface Widget extends Place {
  readonly type: string
  readonly properties: Readonly<Record<string, unknown>>
}

/**
 * Reads the body of the dashboard from a template.
 * @param template the text of the template
 * @param values the value of each name in the body, such as a parameter or resource
 * @param parameters the parameters that decide which widgets exist, if they differ from their defaults
 * @throws {TypeError} if the template has no dashboard
 */
export function readDashboard(
  template: string,
  values: Readonly<Record<string, string>>,
  parameters: Readonly<Record<string, string>> = {},
): Dashboard {
  const widgets = widgetsOf(parseTemplate(template), values, parameters)
  const namespace = values.MetricNamespace ?? ''
  const queries = new Map<Widget, LogsQuery | QueryError>()
  for (const widget of widgets)
    if (widget.type === 'log') queries.set(widget, compiled(String(widget.properties.query)))
  return {
    add(document) {
      for (const query of queries.values()) if (!(query instanceof QueryError)) query.add(document)
    },
    draw(series) {
      const all = [...series]
      return widgets.map((widget) => {
        const { x, y, width, height, properties } = widget
        const title = String(properties.title ?? '')
        return { x, y, width, height, ...contentOf(widget, title, queries.get(widget), namespace, all) }
      })
    },
  }
}

function widgetsOf(
  template: unknown,
  values: Readonly<Record<string, string>>,
  parameters: Readonly<Record<string, string>>,
): Widget[] {
  const holds = conditionsOf(template, parameters)
  const resources =
    isObject<'Resources'>(template) && isObject<string>(template.Resources)
      ? Object.values(template.Resources)
      : []
  for (const resource of resources) {
    if (
      isObject<'Type' | 'Properties'>(resource) &&
      resource.Type === 'AWS::CloudWatch::Dashboard' &&
      isObject<'DashboardBody'>(resource.Properties)
    ) {
      return JSON.parse(textOf(resource.Properties.DashboardBody as Value, values, holds)).widgets
    }
  }
  throw new TypeError('The template has no dashboard')
}

function compiled(query: string): LogsQuery | QueryError {
  try {
    return logsQuery(query)
  } catch (error) {
    if (error instanceof QueryError) return error
    throw error
  }
}

function contentOf(
  { type, properties }: Widget,
  title: string,
  query: LogsQuery | QueryError | undefined,
  namespace: string,
  all: readonly Series[],
): Content {
  try {
    if (query instanceof QueryError) throw query
    if (query !== undefined) return { kind: 'table', title, answer: query.answer() }
    if (type === 'text') return { kind: 'text', markdown: String(properties.markdown) }
    if (type === 'alarm') return { kind: 'alarms', title, names: alarmNames(properties.alarms) }
    if (type === 'metric') return metricContent(properties, title, namespace, all)
    throw new QueryError(`A widget of a type that is not known here: ${type}`)
  } catch (error) {
    if (error instanceof QueryError) return { kind: 'problem', title, reason: error.message }
    throw error
  }
}

function alarmNames(arns: unknown): string[] {
  return (Array.isArray(arns) ? arns : []).map((arn) => String(arn).replace(/^<(\w+)\.Arn>$/, '$1'))
}

function metricContent(
  properties: Widget['properties'],
  title: string,
  namespace: string,
  all: readonly Series[],
): Content {
  const { metrics, view, yAxis } = properties
  const rows: readonly unknown[][] = Array.isArray(metrics) ? metrics : []
  const lines: Line[] = []
  const missing: string[] = []
  let limit = Number.MAX_SAFE_INTEGER
  for (const row of rows) {
    const [first] = row
    if (isObject<'expression'>(first)) {
      const answer = queryMetrics(String(first.expression), namespace, all)
      limit = answer.limit
      // The top of a list depends on the selected time, so the page cuts the list.
      const shown = view === 'bar' ? answer.groups : answer.groups.slice(0, limit)
      for (const group of shown) lines.push(lineOf(group, answer.statistic))
    } else if (first === namespace) lines.push(...namedMetric(row, all))
    else missing.push(`${optionsOf(row).label ?? row[1]} (${first})`)
  }
  if (view !== 'timeSeries' && view !== 'bar' && view !== 'singleValue')
    throw new QueryError(`A view that is not known here: ${view}`)
  const unit = isObject<'left'>(yAxis) && isObject<'label'>(yAxis.left) ? String(yAxis.left.label) : ''
  return {
    kind: 'metrics',
    view,
    title,
    unit,
    lines,
    limit,
    missing,
  }
}

/** A row such as `["ApiUsage", "RecordsReceived", "FunctionName", "x", {"label": "received", "stat": "Sum"}]`. */
function namedMetric(row: readonly unknown[], all: readonly Series[]): Line[] {
  const { label, stat } = optionsOf(row)
  const [, metric, ...pairs] = row.filter((part) => typeof part === 'string')
  const statistic = STATISTICS.find((known) => known === stat)
  if (statistic === undefined) throw new QueryError(`A statistic that is not known here: ${stat}`)
  const wanted = pairs.flatMap((name, i) => (i % 2 === 0 ? [[name, pairs[i + 1] ?? ''] as const] : []))
  const found = all.find(
    (series) =>
      series.metric === metric &&
      series.set === wanted.map(([name]) => name).join() &&
      wanted.every(([name, value]) => series.dimensions[name] === value),
  )
  return [lineOf({ label: String(label ?? metric), points: found?.points ?? [] }, statistic)]
}

function optionsOf(row: readonly unknown[]): { readonly label?: unknown; readonly stat?: unknown } {
  const options = row.at(-1)
  return isObject<'label' | 'stat'>(options) ? options : {}
}

/** The statistic of every period that has data. */
function lineOf({ label, points }: AnswerGroup, statistic: Line['statistic']): Line {
  const periods = groupBy(points, ({ minute }) => Math.floor(minute / PERIOD_MS) * PERIOD_MS)
  const values = [...periods]
    .sort(([a], [b]) => a - b)
    .map(([start, inside]) => [start / 1000, statisticOf(inside, statistic)] as const)
  return { label, statistic, values }
}
