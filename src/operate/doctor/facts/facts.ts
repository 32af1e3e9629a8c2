import type { Stack } from '../../aws/stack.ts'
import type { Alarm, EmailSubscription } from './alarms.ts'
import type { BucketFacts, Mapping, SubscriptionFilter } from './delivery.ts'
import type { Fact } from './fact.ts'
import type { BucketContents, QueueFacts } from './failures.ts'
import type { FunctionFacts, LogFacts } from './function.ts'
import type { LogGroupFacts } from './log-groups.ts'
import type { ActiveMetrics, ExtractionPolicy, Metrics } from './metrics.ts'
import type { Names } from './names.ts'
import type { TrailFacts } from './trail.ts'

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
