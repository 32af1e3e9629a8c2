import type { AwsClients } from '../../aws/clients.ts'
import type { BucketFacts, Mapping, SubscriptionFilter } from '../facts/delivery.ts'
import { ask, askIfThere, type Fact } from '../facts/fact.ts'
import type { LogGroup, LogGroupFacts } from '../facts/log-groups.ts'
import type { Names } from '../facts/names.ts'

/** The log groups of the function and of the trail. */
export async function gatherLogGroups(aws: AwsClients, names: Names): Promise<LogGroupFacts> {
  const [ofFunction, ofTrail] = await Promise.all([
    logGroup(aws, names.functionLogGroup),
    names.trailLogGroup === undefined ? undefined : logGroup(aws, names.trailLogGroup),
  ])
  return { function: ofFunction, trail: ofTrail }
}

function logGroup(aws: AwsClients, name: string): Promise<Fact<LogGroup | undefined>> {
  return ask('logs:DescribeLogGroups', async () => {
    const logs = await aws.logs()
    for await (const page of logs.paginateDescribeLogGroups({ logGroupNamePrefix: name })) {
      const found = page.logGroups?.find(({ logGroupName }) => logGroupName === name)
      if (found !== undefined) return { logClass: found.logGroupClass ?? 'STANDARD' }
    }
    return undefined
  })
}

/** The subscription filters of the trail's log group; undefined if the stack has no subscription. */
export async function gatherSubscription(
  aws: AwsClients,
  { trailLogGroup }: Names,
): Promise<Fact<readonly SubscriptionFilter[]> | undefined> {
  if (trailLogGroup === undefined) return undefined
  const filters = await askIfThere('logs:DescribeSubscriptionFilters', async () => {
    const logs = await aws.logs()
    const found: SubscriptionFilter[] = []
    for await (const page of logs.paginateDescribeSubscriptionFilters({ logGroupName: trailLogGroup }))
      for (const { filterName = '', filterPattern = '', destinationArn = '' } of page.subscriptionFilters ??
        [])
        found.push({ name: filterName, pattern: filterPattern, destinationArn })
    return found
  })
  return 'known' in filters ? { known: filters.known ?? [] } : filters
}

/** Whether the function's policy lets CloudWatch Logs invoke it. */
export async function gatherInvokePermission(aws: AwsClients, names: Names): Promise<Fact<boolean>> {
  const policy = await askIfThere('lambda:GetPolicy', async () => {
    const lambda = await aws.lambda()
    const { Policy = '' } = await lambda.getPolicy({ FunctionName: names.function })
    return Policy
  })
  return 'known' in policy ? { known: policy.known?.includes('logs.amazonaws.com') === true } : policy
}

/** The mapping that reads the stream or the object queue. */
export async function gatherMapping(
  aws: AwsClients,
  { mappingId }: Names,
): Promise<Fact<Mapping | undefined> | undefined> {
  if (mappingId === undefined) return undefined
  return askIfThere('lambda:GetEventSourceMapping', async () => {
    const lambda = await aws.lambda()
    const answer = await lambda.getEventSourceMapping({ UUID: mappingId })
    return {
      state: answer.State ?? '',
      stateReason: answer.StateTransitionReason,
      lastResult: answer.LastProcessingResult,
    }
  })
}

/** The path of messages about new log files to the queue; undefined for other sources. */
export async function gatherBucket(aws: AwsClients, names: Names): Promise<BucketFacts | undefined> {
  const { trailBucket, rule, trailTopicSubscriptionArn } = names
  if (trailBucket === undefined) return undefined
  const [notifications, ruleFact, topicSubscription] = await Promise.all([
    trailTopicSubscriptionArn === undefined ? gatherNotifications(aws, trailBucket) : undefined,
    rule === undefined ? undefined : gatherRule(aws, rule),
    trailTopicSubscriptionArn === undefined ? undefined : gatherTopic(aws, trailTopicSubscriptionArn),
  ])
  return { notifications, rule: ruleFact, topicSubscription }
}

function gatherNotifications(aws: AwsClients, bucket: string): Promise<BucketFacts['notifications']> {
  return askIfThere('s3:GetBucketNotification', async () => {
    const s3 = await aws.s3()
    const answer = await s3.getBucketNotificationConfiguration({ Bucket: bucket })
    const queues = answer.QueueConfigurations ?? []
    return {
      eventBridge: answer.EventBridgeConfiguration !== undefined,
      queueArns: queues.flatMap(({ QueueArn }) => QueueArn ?? []),
    }
  })
}

async function gatherRule(aws: AwsClients, name: string): Promise<BucketFacts['rule']> {
  const state = await askIfThere('events:DescribeRule', async () => {
    const eventBridge = await aws.eventBridge()
    const { State } = await eventBridge.describeRule({ Name: name })
    return State !== 'DISABLED'
  })
  if ('unknown' in state) return state
  if (state.known === undefined) return { known: undefined }
  const isEnabled = state.known
  return ask('events:ListTargetsByRule', async () => {
    const eventBridge = await aws.eventBridge()
    // A rule has at most five targets, which fit on one page.
    const { Targets = [] } = await eventBridge.listTargetsByRule({ Rule: name })
    return { isEnabled, targetArns: Targets.flatMap(({ Arn }) => Arn ?? []) }
  })
}

function gatherTopic(aws: AwsClients, arn: string): Promise<BucketFacts['topicSubscription']> {
  return askIfThere('sns:GetSubscriptionAttributes', async () => {
    // arn:PARTITION:sns:REGION:ACCOUNT:TOPIC:ID
    const sns = await aws.in(arn.split(':')[3] ?? '').sns()
    const { Attributes } = await sns.getSubscriptionAttributes({ SubscriptionArn: arn })
    return { isPending: Attributes?.PendingConfirmation === 'true' }
  })
}
