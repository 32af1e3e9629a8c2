import type { Fact } from './fact.ts'

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
