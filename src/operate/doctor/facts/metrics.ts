/** Datapoints of five minutes in the last 24 hours, by an internal name, newest first. Periods without data are omitted. */
export type Metrics = ReadonlyMap<MetricName, readonly Datapoint[]>

export interface Datapoint {
  /** The start of its period. */
  readonly at: number
  readonly value: number
}

export type MetricName =
  | 'invocations'
  | 'errors'
  | 'throttles'
  | 'dropped'
  | 'unkept'
  | 'environments'
  | 'received'
  | 'malformed'
  | 'folded'
  | 'lag'
  | 'parsingErrors'
  | 'validationErrors'
  | 'deliveryErrors'
  | 'deliveryThrottles'
  | 'iteratorAge'
  | 'objectAge'
  | 'failureAge'
  | 'ruleFailures'

/** Metrics with data in the last three hours. */
export interface ActiveMetrics {
  readonly metrics: number
  readonly sets: readonly ActiveSet[]
  /** Whether there are more than were listed. */
  readonly hasMore: boolean
}

export interface ActiveSet {
  /** `Service,Operation,Region` */
  readonly dimensions: string
  readonly series: number
  /** Whether the calls of further series are counted under `(other)`. */
  readonly isFolded: boolean
}

export interface ExtractionPolicy {
  readonly name: string
  /** `LogGroupNamePrefix NOT IN ["/aws/lambda"]`; undefined for all log groups. */
  readonly selection: string | undefined
}
