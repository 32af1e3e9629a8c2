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
