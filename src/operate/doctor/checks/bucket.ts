import { type Check, type Finding, fail, given, pass, warn } from '../check.ts'
import type { BucketNotifications, Facts, Rule } from '../facts.ts'
import { awsCommand, count } from '../words.ts'
import { never } from './series.ts'

/** How the names of new log files get from the trail's bucket to the queue. */
export const BUCKET_CHECKS: readonly Check[] = [
  {
    id: 'bucket-events',
    title: "The trail's bucket tells of new log files",
    looksAt: 's3:GetBucketNotification',
    judge: (facts) =>
      facts.bucket?.notifications && given(facts.bucket.notifications, (known) => notifies(facts, known)),
  },
  {
    id: 'object-rule',
    title: 'EventBridge puts log files on the queue',
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
        if (failed === 0) return pass('Nothing failed in the last three hours.')
        const found = `EventBridge could not put ${count(failed, 'log file')} on the queue in the last three hours.`
        const next =
          "Check the queue's policy and, with KmsKeyArn, that the key's policy allows events.amazonaws.com. The files are in the failure queue, or else count them with backfill."
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
            `The subscription ${names.trailTopicSubscriptionArn} is gone.`,
            'Deploy the stack with TrailTopicArn empty, and then with the topic again.',
          )
        return subscription.isPending
          ? fail(
              'The subscription is not confirmed: no log files come.',
              "Ask the owner of the topic to allow this account sns:Subscribe in the topic's policy, then deploy the stack with TrailTopicArn empty and with the topic again.",
            )
          : pass('The subscription is confirmed.')
      }),
  },
]

/** Whether the bucket itself notifies the queue, so that EventBridge may stay off. */
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
      `The bucket ${names.trailBucket} is not there.`,
      'Deploy the stack with the bucket that the trail delivers to as TrailBucketName.',
    )
  if (notifications.eventBridge) return pass(`${names.trailBucket} sends its events to EventBridge.`)
  if (isNotified(facts)) return pass(`${names.trailBucket} notifies the queue itself.`)
  return fail(
    `${names.trailBucket} sends no events to EventBridge, and does not notify the queue.`,
    'Turn EventBridge on (S3 console, the bucket, Properties, Amazon EventBridge). From the command line, use the commands of the README, which keep the other notifications of the bucket.',
  )
}

function ruled({ names, stack, profile }: Facts, rule: Rule | undefined, isNotified: boolean): Finding {
  if (isNotified) return pass('The bucket notifies the queue itself, so the rule is not needed.')
  if (rule === undefined)
    return fail(
      `The rule ${names.rule} is gone: no log files get to the queue.`,
      'Deploy the stack with another Source and back, or delete it and deploy it anew.',
    )
  if (!rule.isEnabled)
    return fail(
      `The rule ${names.rule} is disabled: no log files get to the queue.`,
      `Enable it: ${awsCommand({ region: stack.region, profile }, 'events', 'enable-rule', '--name', names.rule ?? '')}. Count the files of the time without it with backfill.`,
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
