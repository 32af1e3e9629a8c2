// Imported file by file: the package's index starts probing its environment (over the network, outside Lambda).
import type { MetricsContext } from 'aws-embedded-metrics/lib/logger/MetricsContext.js'
import { MetricValues } from 'aws-embedded-metrics/lib/logger/MetricValues.js'
import { LogSerializer } from 'aws-embedded-metrics/lib/serializers/LogSerializer.js'

/** The parts that an EMF document is made from. Names and values must be valid already; nothing checks them again. */
export interface DocumentParts {
  readonly namespace: string
  /** Milliseconds since 1970. */
  readonly timestamp: number
  /** The one dimension set, with its values. */
  readonly dimensions: Readonly<Record<string, string>>
  readonly metrics: readonly Metric[]
  /** Members that are no metrics, for CloudWatch Logs Insights. */
  readonly properties?: Readonly<Record<string, unknown>>
}

export interface Metric {
  readonly name: string
  readonly unit: 'Count' | 'Percent' | 'Seconds'
  /** The samples: 1 to 100 finite numbers. */
  readonly values: readonly [number, ...number[]]
}

/** Makes the lines of a document, or something else that has their length. */
export type Serialize<Line extends Sized> = (parts: DocumentParts) => Line[]

/** A line without its line break, or something in its place that knows its length. */
export interface Sized {
  readonly length: number
}

/** All that the serializer reads of a context. */
type SerializedContext = Pick<
  MetricsContext,
  'namespace' | 'properties' | 'metrics' | 'meta' | 'getDimensions'
>

const serializer = new LogSerializer()

/**
 * The lines of a document, without line breaks: one, as long as it has no more than 100 metrics.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export function serialize({
  namespace,
  timestamp,
  dimensions,
  metrics,
  properties = {},
}: DocumentParts): string[] {
  const context: SerializedContext = {
    namespace,
    properties,
    meta: { Timestamp: timestamp },
    metrics: new Map(metrics.map(({ name, unit, values }) => [name, metricValues(values, unit)])),
    getDimensions: () => [dimensions],
  }
  // The class of the package stays out of the bundle: its setters only repeat, slowly, what was checked before, and
  // bring a third of the bundle's size. A test holds these lines against those of a context made by its setters.
  return serializer.serialize(context as MetricsContext)
}

function metricValues([first, ...more]: Metric['values'], unit: string): MetricValues {
  const samples = new MetricValues(first, unit)
  for (const value of more) samples.addValue(value)
  return samples
}
