import { HOUR_MS } from '../../../util/time.ts'
import { type Check, type Finding, fail, given, pass, warn, worst } from '../check.ts'
import type { Facts } from '../facts/facts.ts'
import type { TrailCoverage, TrailFacts, TrailStatus } from '../facts/trail.ts'
import { ago, awsCommand, list } from '../words.ts'
import { isReceiving } from './series.ts'

/** CloudTrail delivers about every five minutes if there are events. */
const LATE_MS = HOUR_MS

function place({ names }: Facts): string {
  const { trailLogGroup, trailBucket, trailBucketPrefix } = names
  if (trailBucket === undefined) return `the log group ${trailLogGroup}`
  return `the bucket ${trailBucket}${trailBucketPrefix === '' ? '' : ` with the prefix ${trailBucketPrefix}`}`
}

export const TRAIL_CHECKS: readonly Check[] = [
  {
    id: 'trail-found',
    title: 'A trail delivers to the stack',
    looksAt: 'cloudtrail:DescribeTrails',
    judge: (facts) =>
      facts.trails &&
      given(facts.trails, (trails) => {
        if (trails.length > 0)
          return pass(`${list(trails.map(({ arn }) => arn))} delivers to ${place(facts)}.`)
        if (facts.stack.resources.has('Trail'))
          return fail(
            'The trail that the stack created no longer exists or no longer delivers to the stack.',
            'Deploy the stack again with CreateTrail=false and the log group or bucket of another trail, and then, if you want a new trail, with CreateTrail=true.',
          )
        const none = `No trail that this account can see delivers to ${place(facts)}`
        if (isReceiving(facts) === true)
          return pass(`${none}, but records arrive: the trail belongs to another account.`)
        if (facts.source === 'S3')
          return {
            verdict: 'unknown',
            found: `${none}. It may be the trail of another account.`,
            next: 'In the account of the trail, check that it is logging and delivers to this bucket.',
          }
        return fail(
          `${none}.`,
          'Set this log group on your trail (CloudTrail console, the trail, CloudWatch Logs), or set TrailLogGroupName to the log group that the trail delivers to, and deploy the stack.',
        )
      }),
  },
  {
    id: 'trail-logging',
    title: 'The trail is logging',
    looksAt: 'cloudtrail:GetTrailStatus',
    judge: (facts) => each(facts, (trail) => given(trail.status, (status) => logging(facts, trail, status))),
  },
  {
    id: 'trail-delivering',
    title: 'The trail delivers without errors',
    looksAt: 'cloudtrail:GetTrailStatus',
    judge: (facts) =>
      each(facts, (trail) => given(trail.status, (status) => delivering(facts, trail, status))),
  },
  {
    id: 'trail-coverage',
    title: 'The trail records every call',
    looksAt: 'cloudtrail:GetEventSelectors',
    judge: (facts) => each(facts, (trail) => given(trail.coverage, (coverage) => covering(trail, coverage))),
  },
]

/** Judges each known trail. */
function each(facts: Facts, judge: (trail: TrailFacts) => Finding): Finding | undefined {
  const { trails } = facts
  return trails !== undefined && 'known' in trails ? worst(trails.known.map(judge)) : undefined
}

function logging({ now, profile }: Facts, { arn, homeRegion }: TrailFacts, status: TrailStatus): Finding {
  if (status.isLogging) return pass(`${arn} is logging.`)
  const since = status.stoppedAt === undefined ? '' : `. It was stopped ${ago(status.stoppedAt, now)}`
  return fail(
    `${arn} is not logging${since}. Calls are not recorded and can't be counted later.`,
    `Start it: ${awsCommand({ region: homeRegion, profile }, 'cloudtrail', 'start-logging', '--name', arn)}`,
  )
}

function delivering(facts: Facts, { arn }: TrailFacts, status: TrailStatus): Finding {
  const { source, now } = facts
  const { deliveredAt, deliveryError, notificationError } = status
  const last =
    deliveredAt === undefined
      ? "It hasn't delivered anything yet"
      : `It last delivered ${ago(deliveredAt, now)}`
  if (deliveryError !== undefined)
    return fail(
      `${arn} can't deliver to ${place(facts)}: ${deliveryError}. ${last}.`,
      source === 'S3'
        ? 'Allow cloudtrail.amazonaws.com to write to the bucket, in the bucket policy and in the policy of its KMS key.'
        : "Allow the trail's CloudWatch Logs role logs:CreateLogStream and logs:PutLogEvents on the log group, and the use of the log group's KMS key if it has one.",
    )
  if (notificationError !== undefined && facts.names.trailTopicSubscriptionArn !== undefined)
    return fail(
      `${arn} can't publish to its SNS topic: ${notificationError}.`,
      'Allow cloudtrail.amazonaws.com to publish to the topic, in the topic policy and in the policy of its KMS key. Then backfill the log files of that time.',
    )
  if (deliveredAt === undefined || now - deliveredAt > LATE_MS)
    return warn(
      `${last} to ${place(facts)}, without errors (${arn}).`,
      'In an account with calls, CloudTrail delivers about every five minutes. Make a call, wait 15 minutes and run doctor again, or run it with --wait.',
    )
  return pass(`${last}, without errors.`)
}

function covering({ arn, isMultiRegion, homeRegion }: TrailFacts, coverage: TrailCoverage): Finding {
  const { reads, writes, excludedSources } = coverage
  const without = excludedSources.length === 0 ? '' : `, except those of ${list(excludedSources)}`
  const change = 'CloudTrail console, the trail, Management events, or aws cloudtrail put-event-selectors'
  if (!reads && !writes)
    return fail(
      `${arn} records no management events.`,
      `Set its management events to Read and Write (${change}).`,
    )
  if (!reads || !writes)
    return warn(
      `${arn} excludes ${reads ? 'write' : 'read'} events: calls such as ${
        reads ? 'Create*, Put* and Delete*' : 'Describe*, Get* and List*'
      } are not counted.`,
      `Set its management events to Read and Write (${change}).`,
    )
  if (!isMultiRegion)
    return warn(
      `${arn} records only the calls in ${homeRegion}.`,
      'To count the calls in all Regions, make it a multi-Region trail: aws cloudtrail update-trail --is-multi-region-trail.',
    )
  return pass(`All management events of all Regions${without}.`)
}
