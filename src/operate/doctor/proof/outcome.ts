import { MINUTE_MS } from '../../../util/time.ts'
import { type Finding, fail, pass } from '../check.ts'
import type { Facts } from '../facts/facts.ts'
import type { DoctorReport } from '../report.ts'
import { duration } from '../words.ts'
import { DOCTOR_AGENT, leavesReadsOut } from './call.ts'
import type { MadeCall } from './watch.ts'

/** CloudTrail takes about 5 minutes on average and sometimes 15. Batching adds two. */
export const PATIENCE_MS = 20 * MINUTE_MS

/** The progress of the call. */
export interface Progress {
  isRecorded: boolean
  isDelivered: boolean
  /** The time since when the function's log has the operation in that minute, but not doctor as a caller. */
  unnamedSince: number | undefined
  /** The reason why CloudTrail can't be asked. */
  lookupProblem: string | undefined
}

/** The checks that must pass for records to get through. */
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

/** The reason why waiting is useless. */
export function obstacleIn(facts: Facts, report: DoctorReport): Finding | undefined {
  const failed = report.checks.find(({ id, verdict }) => verdict === 'fail' && NEEDED.includes(id))
  if (failed !== undefined)
    return fail(`No call was made, because its record can't get through: ${failed.found}`, failed.next ?? '')
  if (leavesReadsOut(facts))
    return {
      verdict: 'unknown',
      found: 'No call was made: the trail excludes read events, and doctor makes only read-only calls.',
      next: "Make a call that changes something, such as tagging a resource, and look for it in the function's log after 15 minutes.",
    }
  return undefined
}

/** The operation was counted in that minute, but the log doesn't show that it was doctor's call. */
export function unnamed({ stack }: Facts, { call }: MadeCall, isUnnamedAtBest: boolean): Finding {
  const counted = `The function counted calls of ${call.service}:${call.operation} in that minute`
  if (isUnnamedAtBest) return pass(`${counted}. The log has no callers, because TopCallers is 0.`)
  return {
    verdict: 'unknown',
    found: `${counted}, but ${DOCTOR_AGENT} isn't among the top callers: others, or other programs with the same role, made more calls.`,
    next: `The path seems to work. To be sure, run doctor --wait again with a separate role, or raise TopCallers (${stack.parameters.TopCallers ?? 5}).`,
  }
}

/** Where the call got stuck, as far as is known. */
export function stuck(
  facts: Facts,
  { region }: MadeCall,
  { isRecorded, isDelivered, lookupProblem }: Progress,
): Finding {
  const waited = `in ${duration(PATIENCE_MS)}`
  const { source, stack } = facts
  if (lookupProblem !== undefined)
    return fail(
      `The function did not count the call ${waited}. Where it got stuck is unknown: ${lookupProblem}`,
      'Allow cloudtrail:LookupEvents to see whether CloudTrail recorded it, and fix the failures above.',
    )
  if (!isRecorded)
    return fail(
      `CloudTrail did not record the call ${waited}.`,
      `This is rare. Check the AWS Health Dashboard for CloudTrail in ${region}, and run doctor --wait again.`,
    )
  const hasTrail = facts.trails !== undefined && 'known' in facts.trails && facts.trails.known.length > 0
  if (!isDelivered && hasTrail)
    return fail(
      `CloudTrail recorded the call, but the trail delivered nothing ${waited}.`,
      "Check the trail's delivery above: the bucket policy, the role for the log group, and their KMS keys.",
    )
  const pattern = stack.parameters.FilterPattern ? ' Check that FilterPattern matches the call.' : ''
  const between =
    source === 'S3'
      ? "the bucket's events, the rule, the queue and the function"
      : 'the subscription, and the errors and throttles of the function'
  return fail(
    `${hasTrail ? 'The trail delivered' : 'CloudTrail recorded the call'}, but the function did not count the call ${waited}.`,
    `It got stuck between the trail and the function: check ${between}.${pattern} "api-usage doctor --stack ${stack.name} --function-only" shows whether the function itself works.`,
  )
}
