import { MINUTE_MS } from '../../../util/time.ts'
import type { AwsClients } from '../../aws/clients.ts'
import { calling } from '../../aws/errors.ts'
import { type Finding, pass } from '../check.ts'
import type { Facts } from '../facts/facts.ts'
import type { DoctorReport } from '../report.ts'
import { duration } from '../words.ts'
import { chooseCall, DOCTOR_AGENT, type ProofCall, regionOf } from './call.ts'
import { obstacleIn, PATIENCE_MS, type Progress, stuck, unnamed } from './outcome.ts'
import { countedAs, hasDelivered, type MadeCall, recordedAt } from './watch.ts'

const POLL_MS = 15_000

/** CloudTrail allows two lookups per second in an account, for all users together. */
const LOOKUP_MS = 30_000

/** How long to wait for another document of the same minute. */
const OTHERS_MS = 3 * MINUTE_MS

export interface Waiting {
  /** Makes the call as {@link DOCTOR_AGENT}. */
  readonly caller: AwsClients
  /** Watches for it. */
  readonly aws: AwsClients
  readonly now: () => number
  /** Waits for some milliseconds. Rejects if the user ends the program. */
  readonly sleep: (ms: number) => Promise<void>
  /** Reports the progress to the user. */
  readonly tell: (line: string) => void
}

/**
 * Tests the whole path: makes one read-only call and waits until it is in the function's log. Doesn't write anything
 * anywhere.
 * @throws {AwsError} if the call can't be made
 */
export async function proveByCall(waiting: Waiting, facts: Facts, report: DoctorReport): Promise<Finding> {
  const obstacle = obstacleIn(facts, report)
  if (obstacle !== undefined) return obstacle
  const call = chooseCall(facts)
  if (call === undefined)
    return {
      verdict: 'unknown',
      found:
        'The stack counts none of the calls that doctor can make, because of IncludeOperations and ExcludeOperations.',
      next: "Make a call that it counts, and look for it in the function's log after 15 minutes.",
    }
  const made = await make(waiting, facts, call)
  return watch(waiting, facts, made)
}

async function make({ caller, now, tell }: Waiting, facts: Facts, call: ProofCall): Promise<MadeCall> {
  const region = regionOf(facts)
  const clients = caller.in(region)
  const sts = await clients.sts()
  const { accessKeyId } = await sts.config.credentials()
  const at = now()
  const name = `${call.service}:${call.operation}`
  const requestId = await calling(name, () => call.make(clients))
  tell(`Made the read-only call ${name} in ${region} as ${DOCTOR_AGENT}.`)
  tell(
    `Records take 5 minutes on average, sometimes 15. Waiting for up to ${duration(PATIENCE_MS)}. You can stop with Ctrl+C at any time.`,
  )
  const pattern = facts.stack.parameters.FilterPattern
  if (pattern)
    tell(`The stack has a FilterPattern. If ${pattern} doesn't match this call, its record never arrives.`)
  return { call, region, at, requestId, accessKeyId }
}

async function watch(waiting: Waiting, facts: Facts, made: MadeCall): Promise<Finding> {
  const { aws, now, sleep, tell } = waiting
  const progress: Progress = {
    isRecorded: false,
    isDelivered: false,
    unnamedSince: undefined,
    lookupProblem: undefined,
  }
  let lookedUp = Number.NEGATIVE_INFINITY
  let toldMinute = 0
  for (;;) {
    const passed = now() - made.at
    const seen = await countedAs(aws, facts, made)
    if ('unknown' in seen)
      return {
        verdict: 'unknown',
        found: `The call was made, but the function's log can't be read. ${seen.unknown.message}`,
        next: `Allow ${seen.unknown.permission ?? 'reading the log'} and run doctor --wait again.`,
      }
    const isUnnamedAtBest = facts.stack.parameters.TopCallers === '0'
    if (seen.known === 'caller')
      return pass(
        `The function counted the call ${duration(now() - made.at)} after it was made, and its log has ${DOCTOR_AGENT} as the caller.`,
      )
    if (seen.known === 'minute') {
      progress.unnamedSince ??= now()
      if (isUnnamedAtBest || now() - progress.unnamedSince >= OTHERS_MS)
        return unnamed(facts, made, isUnnamedAtBest)
    }
    let hasTold = false
    if (passed - lookedUp >= LOOKUP_MS) {
      lookedUp = passed
      hasTold = await lookUp(waiting, facts, made, progress)
    }
    if (passed >= PATIENCE_MS) return stuck(facts, made, progress)
    const minute = Math.floor(passed / MINUTE_MS)
    if (minute > toldMinute && !hasTold) tell(`${duration(passed)}: ${stateOf(progress)}`)
    toldMinute = minute
    await sleep(POLL_MS)
  }
}

/** Asks CloudTrail for the next unknown step, and reports the result. Returns whether there was a result. */
async function lookUp(
  { aws, now, tell }: Waiting,
  facts: Facts,
  made: MadeCall,
  progress: Progress,
): Promise<boolean> {
  const passed = () => duration(now() - made.at)
  if (progress.lookupProblem !== undefined) return false
  if (!progress.isRecorded) {
    const recorded = await recordedAt(aws, made)
    if ('unknown' in recorded) {
      progress.lookupProblem = recorded.unknown.message
      tell(`${passed()}: It is unknown whether CloudTrail has recorded the call. ${recorded.unknown.message}`)
      return true
    }
    if (recorded.known === undefined) return false
    progress.isRecorded = true
    tell(`${passed()}: CloudTrail has recorded the call.`)
    return true
  }
  if (progress.isDelivered) return false
  const delivered = await hasDelivered(aws, facts, made.at)
  if ('unknown' in delivered || !delivered.known) return false
  progress.isDelivered = true
  tell(`${passed()}: The trail has delivered since then.`)
  return true
}

function stateOf({ isRecorded, isDelivered, lookupProblem }: Progress): string {
  if (isDelivered) return 'the trail has delivered, but the function has not counted the call yet.'
  if (isRecorded) return 'recorded by CloudTrail, not counted yet.'
  return lookupProblem === undefined ? 'not recorded by CloudTrail yet.' : 'not counted yet.'
}
