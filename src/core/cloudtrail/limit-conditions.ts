import { type Fields, isObject, nonBlank } from '../../util/json.ts'
import { accountId, callerAccount } from './principal.ts'

/**
 * Properties of a call that decide which documented rate limit it counts against.
 * - `ec2-console`: made from the EC2 console, which has separate buckets for read-only calls
 * - `unfiltered`: lists EC2 resources with neither a filter nor a page size
 * - `elb-v1`, `elb-v2`: the version of the Elastic Load Balancing API
 * - `elb-service`: made by EC2, ECS, EC2 Auto Scaling or CloudFormation, which have separate ELB buckets
 * - `aws-service`: made by an AWS service
 * - `other-account`: made by a principal of another account than the one that received the event
 */
export const LIMIT_CONDITIONS = [
  'ec2-console',
  'unfiltered',
  'elb-v1',
  'elb-v2',
  'elb-service',
  'aws-service',
  'other-account',
] as const

export type LimitCondition = (typeof LIMIT_CONDITIONS)[number]

/** The members of a CloudTrail record that decide the conditions. */
export type ConditionFields = Fields<
  | 'apiVersion'
  | 'recipientAccountId'
  | 'requestParameters'
  | 'sessionCredentialFromConsole'
  | 'userAgent'
  | 'userIdentity'
>

const NONE: readonly LimitCondition[] = []

/**
 * The conditions that hold for a call. Checks only services whose documented limits depend on them, so most calls cost
 * nothing.
 * @param service the dimension `Service`
 */
export function limitConditionsOf(service: string, record: ConditionFields): readonly LimitCondition[] {
  switch (service) {
    case 'ec2':
      return ec2Conditions(record)
    case 'elasticloadbalancing':
      return elbConditions(record)
    case 'sts':
      return stsConditions(record)
    default:
      return NONE
  }
}

const EC2_CONSOLE = 'console.ec2.amazonaws.com'

/** https://docs.aws.amazon.com/ec2/latest/devguide/ec2-api-throttling.html */
function ec2Conditions(record: ConditionFields): readonly LimitCondition[] {
  const { requestParameters, sessionCredentialFromConsole, userAgent } = record
  const conditions: LimitCondition[] = []
  if (String(sessionCredentialFromConsole) === 'true' || userAgent === EC2_CONSOLE)
    conditions.push('ec2-console')
  if (isObject<'filterSet' | 'maxResults' | 'nextToken'>(requestParameters)) {
    const { filterSet, maxResults, nextToken } = requestParameters
    if (!isGiven(filterSet) && !isGiven(maxResults) && !isGiven(nextToken)) conditions.push('unfiltered')
  }
  return conditions
}

/** CloudTrail writes an empty list as `{}`. */
function isGiven(parameter: unknown): boolean {
  if (isObject<'items'>(parameter)) return Array.isArray(parameter.items) && parameter.items.length > 0
  return parameter !== undefined && parameter !== null
}

const ELB_SERVICE = /^(?:autoscaling|cloudformation|ec2|ecs)\.amazonaws\.com$/

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/userguide/elb-api-throttling.html */
function elbConditions({ apiVersion, userIdentity }: ConditionFields): readonly LimitCondition[] {
  const conditions: LimitCondition[] = []
  if (apiVersion === '2012-06-01') conditions.push('elb-v1')
  if (apiVersion === '2015-12-01') conditions.push('elb-v2')
  const invokedBy = isObject<'invokedBy'>(userIdentity) ? nonBlank(userIdentity.invokedBy) : undefined
  if (invokedBy !== undefined && ELB_SERVICE.test(invokedBy)) conditions.push('elb-service')
  return conditions
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
function stsConditions({ userIdentity, recipientAccountId }: ConditionFields): readonly LimitCondition[] {
  const conditions: LimitCondition[] = []
  if (!isObject<'accountId' | 'invokedBy' | 'type'>(userIdentity)) return conditions
  const { invokedBy, type } = userIdentity
  if (nonBlank(invokedBy) !== undefined || type === 'AWSService') conditions.push('aws-service')
  const caller = callerAccount(userIdentity)
  const recipient = accountId(recipientAccountId)
  if (caller !== undefined && recipient !== undefined && caller !== recipient)
    conditions.push('other-account')
  return conditions
}
