import type { Stack } from '../../aws/stack.ts'
import type { SourceName } from '../facts/facts.ts'
import type { Names } from '../facts/names.ts'

/**
 * The names of the resources that the stack has and reads.
 * @throws {Error} if the stack isn't an API Usage Tracker
 */
export function namesOf(stack: Stack): { readonly source: SourceName; readonly names: Names } {
  const { parameters, partition, region, account } = stack
  const idOf = (logicalId: string) => stack.resources.get(logicalId)?.physicalId
  const idsOf = (type: string) =>
    [...stack.resources.values()].filter((one) => one.type === type).map(({ physicalId }) => physicalId)
  const parameter = (name: string) => parameters[name] || undefined
  const arn = (service: string, resource: string) =>
    `arn:${partition}:${service}:${region}:${account}:${resource}`
  const arnOf = (service: string, name: string | undefined, prefix = '') =>
    name === undefined ? undefined : arn(service, prefix + name)

  const name = idOf('ApiUsageFunction')
  const source = sourceOf(parameters.Source)
  if (name === undefined || source === undefined)
    throw new Error(
      `${stack.name} is not an API Usage Tracker stack: it has no resource ApiUsageFunction. Use the name of the stack that you deployed.`,
    )
  const queue = idOf('ObjectQueue')
  const role = idOf('StreamRole')
  return {
    source,
    names: {
      function: name,
      functionArn: arn('lambda', `function:${name}`),
      functionLogGroup: idOf('ApiUsageLogGroup') ?? `/aws/lambda/${stack.name}`,
      namespace: parameter('MetricNamespace') ?? 'ApiUsage',
      trailLogGroup: source === 'S3' ? undefined : (idOf('TrailLogGroup') ?? parameter('TrailLogGroupName')),
      trailBucket: source === 'S3' ? (idOf('TrailBucket') ?? parameter('TrailBucketName')) : undefined,
      trailBucketPrefix: parameter('TrailBucketPrefix') ?? '',
      subscriptionFilter: source === 'Kinesis' ? `${stack.name}-stream` : stack.name,
      streamArn: arnOf('kinesis', idOf('TrailStream'), 'stream/'),
      streamRoleArn: role === undefined ? undefined : `arn:${partition}:iam::${account}:role/${role}`,
      mappingId: idOf('StreamMapping') ?? idOf('ObjectMapping'),
      rule: idOf('ObjectRule'),
      objectQueueUrl: queue,
      objectQueueArn: arnOf('sqs', queueName(queue)),
      failureQueueUrl: idOf('FailureQueue'),
      failureBucket: idOf('FailureBucket'),
      alarmTopicArn: idOf('AlarmTopic'),
      trailTopicSubscriptionArn: idsOf('AWS::SNS::Subscription')[0],
      alarms: idsOf('AWS::CloudWatch::Alarm'),
    },
  }
}

function sourceOf(text: string | undefined): SourceName | undefined {
  // Stacks from before this parameter existed don't have it.
  const source = text ?? 'Logs'
  return source === 'Logs' || source === 'Kinesis' || source === 'S3' ? source : undefined
}

/** The name of a queue, which is the last part of its URL. */
export function queueName(url: string | undefined): string | undefined {
  return url?.slice(url.lastIndexOf('/') + 1)
}
