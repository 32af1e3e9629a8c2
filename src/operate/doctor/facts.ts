import type { Stack } from '../aws/stack.ts'
import type { Fact } from './fact.ts'

export type SourceName = 'Logs' | 'Kinesis' | 'S3'

/** All facts that the checks use: the answers of AWS, without judgment. */
export interface Facts {
  /** The time of the questions, in milliseconds since 1970. */
  readonly now: number
  /** The version of this program. */
  readonly version: string
  /** The profile that the user chose, for the commands that doctor suggests. */
  readonly profile: string | undefined
  readonly stack: Stack
  readonly source: SourceName
  readonly names: Names
  /** Trails that deliver to the log group or bucket of this stack; undefined if only other accounts send records. */
  readonly trails: Fact<readonly TrailFacts[]> | undefined
  readonly logGroups: LogGroupFacts
  readonly subscription: Fact<readonly SubscriptionFilter[]> | undefined
  readonly invokePermission: Fact<boolean> | undefined
  readonly mapping: Fact<Mapping | undefined> | undefined
  readonly bucket: BucketFacts | undefined
  readonly function: Fact<FunctionFacts | undefined>
  readonly log: Fact<LogFacts>
  readonly metrics: Fact<Metrics>
  readonly failureQueue: Fact<QueueFacts | undefined> | undefined
  readonly objectQueue: Fact<QueueFacts | undefined> | undefined
  readonly failureBucket: Fact<BucketContents | undefined> | undefined
  readonly emails: Fact<readonly EmailSubscription[]> | undefined
  readonly alarms: Fact<readonly Alarm[]>
  readonly activeMetrics: Fact<ActiveMetrics>
  readonly extractionPolicies: Fact<readonly ExtractionPolicy[]>
}

/** The names of the resources that the stack has or reads. */
export interface Names {
  readonly function: string
  readonly functionArn: string
  readonly functionLogGroup: string
  readonly namespace: string
  readonly trailLogGroup: string | undefined
  readonly trailBucket: string | undefined
  /** The prefix of the trail in the bucket; empty if it has none. */
  readonly trailBucketPrefix: string
  readonly subscriptionFilter: string
  readonly streamArn: string | undefined
  readonly streamRoleArn: string | undefined
  readonly mappingId: string | undefined
  readonly rule: string | undefined
  readonly objectQueueUrl: string | undefined
  readonly objectQueueArn: string | undefined
  readonly failureQueueUrl: string | undefined
  readonly failureBucket: string | undefined
  readonly alarmTopicArn: string | undefined
  readonly trailTopicSubscriptionArn: string | undefined
  readonly alarms: readonly string[]
}

export interface TrailFacts {
  readonly arn: string
  readonly homeRegion: string
  readonly isMultiRegion: boolean
  readonly status: Fact<TrailStatus>
  readonly coverage: Fact<TrailCoverage>
}

export interface TrailStatus {
  readonly isLogging: boolean
  readonly stoppedAt: number | undefined
  /** The last delivery to the log group, or with the source S3 to the bucket. */
  readonly deliveredAt: number | undefined
  readonly deliveryError: string | undefined
  /** The error when it last published to its SNS topic. */
  readonly notificationError: string | undefined
}

/** The management events that a trail records. */
export interface TrailCoverage {
  readonly reads: boolean
  readonly writes: boolean
  /** Event sources that it excludes, such as `kms.amazonaws.com`. */
  readonly excludedSources: readonly string[]
}

export interface LogGroup {
  /** `STANDARD` */
  readonly logClass: string
}

export interface LogGroupFacts {
  readonly function: Fact<LogGroup | undefined>
  readonly trail: Fact<LogGroup | undefined> | undefined
}

export interface SubscriptionFilter {
  readonly name: string
  readonly pattern: string
  readonly destinationArn: string
}

/** An event source mapping. */
export interface Mapping {
  /** `Enabled` */
  readonly state: string
  readonly stateReason: string | undefined
  readonly lastResult: string | undefined
}

/** The path of messages about new log files to the queue: through EventBridge, directly from the bucket, or through the trail's topic. */
export interface BucketFacts {
  /** Undefined if the stack is subscribed to the trail's topic. */
  readonly notifications: Fact<BucketNotifications | undefined> | undefined
  readonly rule: Fact<Rule | undefined> | undefined
  readonly topicSubscription: Fact<TopicSubscription | undefined> | undefined
}

export interface BucketNotifications {
  readonly eventBridge: boolean
  /** Queues that the bucket notifies directly of new objects. */
  readonly queueArns: readonly string[]
}

export interface Rule {
  readonly isEnabled: boolean
  readonly targetArns: readonly string[]
}

export interface TopicSubscription {
  readonly isPending: boolean
}

export interface FunctionFacts {
  /** `Active` */
  readonly state: string
  readonly stateReason: string | undefined
  /** `Successful` */
  readonly lastUpdate: string
  readonly lastUpdateReason: string | undefined
  readonly logGroup: string
  readonly logFormat: string
  readonly applicationLogLevel: string | undefined
  readonly reservedConcurrency: number | undefined
}

/** Warnings and errors in the function's log, newest first. */
export interface LogFacts {
  readonly entries: readonly LogEntry[]
  /** Whether there are more. */
  readonly hasMore: boolean
}

export interface LogEntry {
  readonly at: number
  readonly isError: boolean
  readonly reason: string
}

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

export interface QueueFacts {
  readonly messages: number
}

export interface BucketContents {
  readonly objects: number
  /** Whether there are more objects than were listed. */
  readonly hasMore: boolean
  readonly oldestAt: number | undefined
}

export interface EmailSubscription {
  readonly address: string
  readonly isPending: boolean
}

export interface Alarm {
  /** Without the stack name at the start: `throttling`. */
  readonly name: string
  readonly state: string
  /** Start of its current state. */
  readonly since: number | undefined
  readonly reason: string
  readonly description: string
  readonly isSilenced: boolean
  /** The series in ALARM, if the alarm has several series; otherwise undefined. */
  readonly contributors: Fact<readonly Contributor[]> | undefined
}

export interface Contributor {
  /** `Service=ssm Region=eu-west-1` */
  readonly series: string
  readonly since: number | undefined
}

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
