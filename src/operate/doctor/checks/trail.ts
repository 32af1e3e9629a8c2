import { HOUR_MS } from '../../../util/time.ts'
import { type Check, type Finding, fail, given, pass, warn, worst } from '../check.ts'
import type { Facts, TrailCoverage, TrailFacts, TrailStatus } from '../facts.ts'
import { ago, awsCommand, list } from '../words.ts'
import { isReceiving } from './series.ts'

/** CloudTrail delivers about every five minutes where there is something to deliver. */
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
            'The trail that the stack made is gone, or no longer delivers to the stack.',
            'Deploy the stack again with CreateTrail=false and the log group or bucket of another trail, and then, if you want a new trail, with CreateTrail=true.',
          )
        const none = `No trail that this account can see delivers to ${place(facts)}`
        if (isReceiving(facts) === true)
          return pass(`${none}, but records arrive: the trail belongs to another account.`)
        if (facts.source === 'S3')
          return {
            verdict: 'unknown',
            found: `${none}. The trail of another account may.`,
            next: 'Look in the account that has the trail whether it is logging and delivers to this bucket.',
          }
        return fail(
          `${none}.`,
          'Set this log group on your trail (CloudTrail console, the trail, CloudWatch Logs), or deploy the stack with the log group that the trail delivers to as TrailLogGroupName.',
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

/** Judges each trail that is known. */
function each(facts: Facts, judge: (trail: TrailFacts) => Finding): Finding | undefined {
  const { trails } = facts
  return trails !== undefined && 'known' in trails ? worst(trails.known.map(judge)) : undefined
}

function logging({ now, profile }: Facts, { arn, homeRegion }: TrailFacts, status: TrailStatus): Finding {
  if (status.isLogging) return pass(`${arn} is logging.`)
  const since = status.stoppedAt === undefined ? '' : `. It was stopped ${ago(status.stoppedAt, now)}`
  return fail(
    `${arn} is not logging${since}. Calls are not recorded, and nobody can count them later.`,
    `Start it: ${awsCommand({ region: homeRegion, profile }, 'cloudtrail', 'start-logging', '--name', arn)}`,
  )
}

function delivering(facts: Facts, { arn }: TrailFacts, status: TrailStatus): Finding {
  const { source, now } = facts
  const { deliveredAt, deliveryError, notificationError } = status
  const last =
    deliveredAt === undefined ? 'It has delivered nothing yet' : `It last delivered ${ago(deliveredAt, now)}`
  if (deliveryError !== undefined)
    return fail(
      `${arn} can't deliver to ${place(facts)}: ${deliveryError}. ${last}.`,
      source === 'S3'
        ? "Let cloudtrail.amazonaws.com write to the bucket: the bucket's policy, and that of its KMS key."
        : "Give the trail's CloudWatch Logs role logs:CreateLogStream and logs:PutLogEvents on the log group, and let the role use the log group's KMS key if it has one.",
    )
  if (notificationError !== undefined && facts.names.trailTopicSubscriptionArn !== undefined)
    return fail(
      `${arn} can't announce its log files on its SNS topic: ${notificationError}.`,
      'Let cloudtrail.amazonaws.com publish to the topic: the policy of the topic, and that of its KMS key. Count the log files of the time without it with backfill.',
    )
  if (deliveredAt === undefined || now - deliveredAt > LATE_MS)
    return warn(
      `${last} to ${place(facts)}, without an error (${arn}).`,
      'In an account with calls, CloudTrail delivers about every five minutes. Make a call, wait 15 minutes and run doctor again, or run it with --wait.',
    )
  return pass(`${last}, without an error.`)
}

function covering({ arn, isMultiRegion, homeRegion }: TrailFacts, coverage: TrailCoverage): Finding {
  const { reads, writes, excludedSources } = coverage
  const without = excludedSources.length === 0 ? '' : `, without those of ${list(excludedSources)}`
  const change = 'CloudTrail console, the trail, Management events, or aws cloudtrail put-event-selectors'
  if (!reads && !writes)
    return fail(
      `${arn} records no management events.`,
      `Set its management events to Read and Write (${change}).`,
    )
  if (!reads || !writes)
    return warn(
      `${arn} leaves ${reads ? 'write' : 'read'} events out: calls such as ${
        reads ? 'Create*, Put* and Delete*' : 'Describe*, Get* and List*'
      } are not counted.`,
      `Set its management events to Read and Write (${change}).`,
    )
  if (!isMultiRegion)
    return warn(
      `${arn} records the calls of one Region, ${homeRegion}.`,
      'To count the calls of all Regions, apply the trail to all of them: aws cloudtrail update-trail --is-multi-region-trail.',
    )
  return pass(`All management events of all Regions${without}.`)
}
