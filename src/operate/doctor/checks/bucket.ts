import { counted } from '../../../util/number-text.ts'
import { type Check, type Finding, fail, given, pass, warn } from '../check.ts'
import type { BucketNotifications, Rule } from '../facts/delivery.ts'
import type { Facts } from '../facts/facts.ts'
import { awsCommand, CREATE_AGAIN } from '../words.ts'
import { never } from './series.ts'

/** The path of messages about new log files from the trail's bucket to the queue. */
export const BUCKET_CHECKS: readonly Check[] = [
  {
    id: 'bucket-events',
    title: "The trail's bucket sends events about new log files",
    looksAt: 's3:GetBucketNotification',
    judge: (facts) =>
      facts.bucket?.notifications && given(facts.bucket.notifications, (known) => notifies(facts, known)),
  },
  {
    id: 'object-rule',
    title: 'EventBridge sends events to the queue',
    looksAt: 'events:DescribeRule, events:ListTargetsByRule',
    judge: (facts) =>
      facts.bucket?.rule && given(facts.bucket.rule, (rule) => ruled(facts, rule, isNotified(facts))),
  },
  {
    id: 'object-rule-delivery',
    title: 'EventBridge may write to the queue',
    looksAt: 'AWS/Events FailedInvocations',
    judge: (facts) =>
      facts.bucket?.rule &&
      never(facts, ['ruleFailures'], (lastHour, before) => {
        const failed = lastHour + before
        if (failed === 0) return pass('No delivery failed in the last three hours.')
        const found = `EventBridge could not deliver ${counted(failed, 'event')} about log files to the queue in the last three hours.`
        const next =
          "Check the queue's policy and, with KmsKeyArn, that the key's policy allows events.amazonaws.com. Then replay the failure queue, and backfill log files that aren't in it."
        return lastHour > 0 ? fail(found, next) : warn(found, next)
      }),
  },
  {
    id: 'topic-subscription',
    title: "The queue is subscribed to the trail's SNS topic",
    looksAt: 'sns:GetSubscriptionAttributes',
    judge: ({ bucket, names }) =>
      bucket?.topicSubscription &&
      given(bucket.topicSubscription, (subscription) => {
        if (subscription === undefined)
          return fail(
            `The subscription ${names.trailTopicSubscriptionArn} no longer exists.`,
            'Deploy the stack with an empty TrailTopicArn, and then with the topic again.',
          )
        return subscription.isPending
          ? fail(
              'The subscription is not confirmed, so no log files arrive.',
              "Ask the owner of the topic to allow this account sns:Subscribe in the topic's policy, then deploy the stack with an empty TrailTopicArn, and then with the topic again.",
            )
          : pass('The subscription is confirmed.')
      }),
  },
]

/** Whether the bucket notifies the queue directly, so that EventBridge isn't needed. */
function isNotified({ bucket, names }: Facts): boolean {
  const notifications = bucket?.notifications
  return (
    notifications !== undefined &&
    'known' in notifications &&
    names.objectQueueArn !== undefined &&
    notifications.known?.queueArns.includes(names.objectQueueArn) === true
  )
}

function notifies(facts: Facts, notifications: BucketNotifications | undefined): Finding {
  const { names } = facts
  if (notifications === undefined)
    return fail(
      `The bucket ${names.trailBucket} does not exist.`,
      'Set TrailBucketName to the bucket that the trail delivers to, and deploy the stack.',
    )
  if (notifications.eventBridge) return pass(`${names.trailBucket} sends its events to EventBridge.`)
  if (isNotified(facts)) return pass(`${names.trailBucket} notifies the queue directly.`)
  return fail(
    `${names.trailBucket} sends no events to EventBridge, and doesn't notify the queue.`,
    'Turn EventBridge on (S3 console, the bucket, Properties, Amazon EventBridge). To use the command line, see docs/sources.md: its commands keep the other notifications of the bucket.',
  )
}

function ruled({ names, stack, profile }: Facts, rule: Rule | undefined, isNotified: boolean): Finding {
  if (isNotified) return pass('The bucket notifies the queue directly, so the rule is not needed.')
  if (rule === undefined)
    return fail(`The rule ${names.rule} no longer exists, so no events reach the queue.`, CREATE_AGAIN)
  if (!rule.isEnabled)
    return fail(
      `The rule ${names.rule} is disabled, so no events reach the queue.`,
      `Enable it: ${awsCommand({ region: stack.region, profile }, 'events', 'enable-rule', '--name', names.rule ?? '')}. Then backfill the log files of that time.`,
    )
  const { objectQueueArn = '' } = names
  if (!rule.targetArns.includes(objectQueueArn))
    return fail(
      `The rule ${names.rule} no longer has the queue as a target.`,
      `Set it: ${awsCommand(
        { region: stack.region, profile },
        ...[
          'events',
          'put-targets',
          '--rule',
          names.rule ?? '',
          '--targets',
          `Id=queue,Arn=${objectQueueArn}`,
        ],
      )}`,
    )
  return pass(`The rule ${names.rule} is enabled.`)
}
