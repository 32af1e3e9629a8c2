import type { DocumentParts } from '../core/emf/serialize.ts'
import { isObject } from '../util/json.ts'

/** The parts of this project's EMF documents that CloudWatch reads: one directive with one set of dimensions. */
export interface Document {
  /** Milliseconds since 1970. */
  readonly timestamp: number
  /** The names of the dimensions. */
  readonly set: readonly string[]
  /** The names of the metrics. */
  readonly metrics: readonly string[]
  /** All members of the document: values of the dimensions and the metrics among them. */
  readonly members: Readonly<Record<string, unknown>>
}

/** What CloudWatch reads in the line of a document, without the line: reading it again takes as long as making it. */
export function documentOf({ timestamp, dimensions, metrics, properties }: DocumentParts): Document {
  const members: Record<string, unknown> = { ...dimensions, ...properties }
  for (const { name, values } of metrics) members[name] = values.length === 1 ? values[0] : values
  return { timestamp, set: Object.keys(dimensions), metrics: metrics.map(({ name }) => name), members }
}

/**
 * Reads one line of EMF.
 * @throws {TypeError} if the line isn't EMF
 */
export function readDocument(line: string): Document {
  const document = documentIn(JSON.parse(line))
  if (document === undefined) throw new TypeError(`not EMF: ${line.slice(0, 200)}`)
  return document
}

function documentIn(value: unknown): Document | undefined {
  if (!isObject<string>(value)) return undefined
  const { _aws: meta } = value
  if (!isObject<'Timestamp' | 'CloudWatchMetrics'>(meta) || typeof meta.Timestamp !== 'number')
    return undefined
  const directive: unknown = Array.isArray(meta.CloudWatchMetrics) ? meta.CloudWatchMetrics[0] : undefined
  if (!isObject<'Dimensions' | 'Metrics'>(directive)) return undefined
  const { Dimensions, Metrics } = directive
  const set: unknown = Array.isArray(Dimensions) ? Dimensions[0] : undefined
  if (!Array.isArray(set) || !Array.isArray(Metrics)) return undefined
  return {
    members: value,
    timestamp: meta.Timestamp,
    set: set.map(String),
    metrics: Metrics.map((metric) => (isObject<'Name'>(metric) ? String(metric.Name) : '')),
  }
}
