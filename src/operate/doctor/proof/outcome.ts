import { MINUTE_MS } from '../../../util/time.ts'
import { type Finding, fail, pass } from '../check.ts'
import type { Facts } from '../facts.ts'
import type { DoctorReport } from '../report.ts'
import { duration } from '../words.ts'
import { DOCTOR_AGENT, leavesReadsOut } from './call.ts'
import type { MadeCall } from './watch.ts'

/** CloudTrail takes about 5 minutes on average and 15 at times; batching adds two. */
export const PATIENCE_MS = 20 * MINUTE_MS

/** How far the call has come. */
export interface Progress {
  isRecorded: boolean
  isDelivered: boolean
  /** Since when the function's log counts the operation in that minute without naming doctor. */
  unnamedSince: number | undefined
  /** Why CloudTrail can't be asked. */
  lookupProblem: string | undefined
}

/** The checks without which no record gets through. */
const NEEDED = [
  'trail-found',
  'trail-logging',
  'trail-coverage',
  'trail-log-group',
  'subscription',
  'invoke-permission',
  'bucket-events',
  'object-rule',
  'topic-subscription',
  'event-source-mapping',
  'function-state',
  'function-log-level',
]

/** Why there is no use in waiting. */
export function obstacleIn(facts: Facts, report: DoctorReport): Finding | undefined {
  const failed = report.checks.find(({ id, verdict }) => verdict === 'fail' && NEEDED.includes(id))
  if (failed !== undefined)
    return fail(`No call was made, as its record can't get through: ${failed.found}`, failed.next ?? '')
  if (leavesReadsOut(facts))
    return {
      verdict: 'unknown',
      found:
        'No call was made: the trail leaves read events out, and doctor makes no calls that change something.',
      next: 'Make a call that changes something, such as tagging a resource of yours, and look for it in the log of the function after 15 minutes.',
    }
  return undefined
}

/** The operation was counted in that minute, but the log does not say that it was doctor's call. */
export function unnamed({ stack }: Facts, { call }: MadeCall, isUnnamedAtBest: boolean): Finding {
  const counted = `The function counted calls of ${call.service}:${call.operation} in that minute`
  if (isUnnamedAtBest) return pass(`${counted}. It does not name callers, as TopCallers is 0.`)
  return {
    verdict: 'unknown',
    found: `${counted}, but does not name ${DOCTOR_AGENT}: other callers, or other programs with the same role, made more calls.`,
    next: `The path works as far as can be seen. To be sure, run doctor --wait again with a role of its own, or raise TopCallers (${stack.parameters.TopCallers ?? 5}).`,
  }
}

/** Where the call got stuck, as far as it can be told. */
export function stuck(
  facts: Facts,
  { region }: MadeCall,
  { isRecorded, isDelivered, lookupProblem }: Progress,
): Finding {
  const waited = `in ${duration(PATIENCE_MS)}`
  const { source, stack } = facts
  if (lookupProblem !== undefined)
    return fail(
      `The function did not count the call ${waited}. Where it got stuck is not known: ${lookupProblem}`,
      'Allow cloudtrail:LookupEvents to see whether CloudTrail recorded it, and fix what fails above.',
    )
  if (!isRecorded)
    return fail(
      `CloudTrail did not record the call ${waited}.`,
      `That is rare. Look at the AWS Health Dashboard for CloudTrail in ${region}, and run doctor --wait again.`,
    )
  const hasTrail = facts.trails !== undefined && 'known' in facts.trails && facts.trails.known.length > 0
  if (!isDelivered && hasTrail)
    return fail(
      `CloudTrail recorded the call, but the trail delivered nothing ${waited}.`,
      "Look at the trail's delivery above: the policy of the bucket, the role for the log group, and their KMS keys.",
    )
  const pattern = stack.parameters.FilterPattern ? ' Check that FilterPattern matches the call.' : ''
  const between =
    source === 'S3'
      ? "the bucket's events, the rule, the queue and the function"
      : 'the subscription, and the errors and throttles of the function'
  return fail(
    `${hasTrail ? 'The trail delivered' : 'CloudTrail recorded the call'}, but the function did not count the call ${waited}.`,
    `It got stuck between the trail and the function: look at ${between}.${pattern} "api-usage doctor --stack ${stack.name} --function-only" tells whether the function itself works.`,
  )
}
