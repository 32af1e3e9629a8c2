import type { Fact } from './fact.ts'

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
