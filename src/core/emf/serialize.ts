// Imported file by file, because the package's index probes its environment (over the network, outside Lambda).
import type { MetricsContext } from 'aws-embedded-metrics/lib/logger/MetricsContext.js'
import { MetricValues } from 'aws-embedded-metrics/lib/logger/MetricValues.js'
import { LogSerializer } from 'aws-embedded-metrics/lib/serializers/LogSerializer.js'

/** The parts of an EMF document. Names and values must already be valid, because nothing checks them again. */
export interface DocumentParts {
  readonly namespace: string
  /** Milliseconds since 1970. */
  readonly timestamp: number
  /** The one dimension set, with its values. */
  readonly dimensions: Readonly<Record<string, string>>
  readonly metrics: readonly Metric[]
  /** Members that aren't metrics, for CloudWatch Logs Insights. */
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

/** The members of a context that the serializer reads. */
type SerializedContext = Pick<
  MetricsContext,
  'namespace' | 'properties' | 'metrics' | 'meta' | 'getDimensions'
>

const serializer = new LogSerializer()

/**
 * The lines of a document, without line breaks. A document with up to 100 metrics has one line.
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
  // The bundle leaves out the package's class: its setters repeat checks, are slow, and would add a third to the size of
  // the bundle. A test compares these lines with those of a context that was filled by the setters.
  return serializer.serialize(context as MetricsContext)
}

function metricValues([first, ...more]: Metric['values'], unit: string): MetricValues {
  const samples = new MetricValues(first, unit)
  for (const value of more) samples.addValue(value)
  return samples
}
