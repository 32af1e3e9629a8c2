import type { Json } from '../../records.ts'
import { BOTO3, type Caller, JAVA_SDK, role, TERRAFORM } from '../callers.ts'
import type { Failure, SampleCall } from '../calls.ts'
import { at, HOME, MINUTE, PRODUCTION, SANDBOX, SECOND } from '../organization.ts'
import { type Random, roughly } from '../random.ts'

const deployer = role(PRODUCTION, 'deployer', TERRAFORM, { session: 'github-actions' })
const featureFlags = role(PRODUCTION, 'feature-flags', BOTO3)
const batch = role(PRODUCTION, 'batch-jobs', JAVA_SDK)

const THROTTLING_EXCEPTION: Failure = { code: 'ThrottlingException', message: 'Rate exceeded' }
const THROTTLING: Failure = { code: 'Throttling', message: 'Rate exceeded' }

/** An operation as AWS documents it: its bucket holds `size` calls and gets `refill` new ones a second. */
interface Limited {
  readonly service: string
  readonly operation: string
  readonly size: number
  readonly refill: number
  readonly failure: Failure
  readonly members?: Json
}

const PUT_PARAMETER: Limited = {
  service: 'ssm',
  operation: 'PutParameter',
  size: 15,
  refill: 3,
  failure: THROTTLING_EXCEPTION,
}
const REGISTER_TASK_DEFINITION: Limited = {
  service: 'ecs',
  operation: 'RegisterTaskDefinition',
  size: 20,
  refill: 1,
  failure: THROTTLING_EXCEPTION,
}
const UPDATE_SERVICE: Limited = {
  service: 'ecs',
  operation: 'UpdateService',
  size: 50,
  refill: 5,
  failure: THROTTLING_EXCEPTION,
}
const DESCRIBE_SERVICES: Limited = { ...UPDATE_SERVICE, operation: 'DescribeServices', size: 100, refill: 20 }
const MODIFY_RULE: Limited = {
  service: 'elasticloadbalancing',
  operation: 'ModifyRule',
  size: 20,
  refill: 3,
  failure: THROTTLING,
  members: { apiVersion: '2015-12-01' },
}

/** Calls of an operation for some time, with their retries. */
interface Load {
  readonly caller: Caller
  readonly from: number
  readonly seconds: number
  readonly perSecond: number
}

/** The release is tried five times: at these minutes past 14:00. */
const ATTEMPTS = [5, 10, 15, 20, 25]

/**
 * A release of all services of the shop from 14:05 to 14:30 that is too fast for three operations, which others call, too,
 * and a smaller one in the sandbox in the morning that is not.
 */
export function deployments(random: Random): SampleCall[] {
  const attempts = (load: Omit<Load, 'caller' | 'from'>, delay = 0): Load[] =>
    ATTEMPTS.map((minute) => ({ ...load, caller: deployer, from: at(14, minute) + delay }))
  const release = { from: at(14, 5), seconds: 25 * 60 }
  return [
    ...limited(random, PRODUCTION, PUT_PARAMETER, [
      ...attempts({ seconds: 60, perSecond: 5 }),
      { ...release, caller: featureFlags, perSecond: 0.15 },
    ]),
    ...limited(random, PRODUCTION, REGISTER_TASK_DEFINITION, [
      ...attempts({ seconds: 60, perSecond: 1.9 }, MINUTE),
      { ...release, caller: batch, perSecond: 0.05 },
    ]),
    ...limited(random, PRODUCTION, UPDATE_SERVICE, attempts({ seconds: 20, perSecond: 2 }, 2 * MINUTE)),
    ...limited(random, PRODUCTION, DESCRIBE_SERVICES, [{ ...release, caller: deployer, perSecond: 0.25 }]),
    ...limited(random, PRODUCTION, MODIFY_RULE, attempts({ seconds: 20, perSecond: 6 }, 3 * MINUTE)),
    ...limited(random, SANDBOX, PUT_PARAMETER, [
      { caller: role(SANDBOX, 'deployer', TERRAFORM), from: at(10, 20), seconds: 60, perSecond: 2.6 },
    ]),
  ]
}

/** The calls of loads on one operation: what the bucket of the account does not hold is refused. */
function limited(
  random: Random,
  account: string,
  { service, operation, size, refill, failure, members = {} }: Limited,
  loads: readonly Load[],
): SampleCall[] {
  const calls = loads
    .flatMap(({ caller, from, seconds, perSecond }) =>
      Array.from({ length: seconds }, (_, second) =>
        Array.from({ length: roughly(random, perSecond) }, () => ({
          caller,
          time: from + (second + random()) * SECOND,
        })),
      ).flat(),
    )
    .sort((a, b) => a.time - b.time)
  let [left, before] = [size, 0]
  return calls.map(({ caller, time }) => {
    left = Math.min(size, left + ((time - before) / SECOND) * refill)
    before = time
    const isAccepted = left >= 1
    if (isAccepted) left -= 1
    const call = { account, region: HOME, caller, service, operation, time, members }
    return isAccepted ? call : { ...call, failure }
  })
}
