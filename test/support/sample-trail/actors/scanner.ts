import { BOTO3, type Caller, role } from '../callers.ts'
import { ACCESS_DENIED, type Failure, inARow, type SampleCall, UNAUTHORIZED } from '../calls.ts'
import { at, DATA, GLOBAL, HOME, MINUTE, PRODUCTION, SANDBOX, SECOND, SECURITY } from '../organization.ts'
import { pick, type Random } from '../random.ts'

const scanner = role(SECURITY, 'security-scanner', BOTO3)
/** Accounts and how much there is to scan in the home Region. */
const ACCOUNTS = [
  { account: PRODUCTION, size: 60 },
  { account: DATA, size: 20 },
  { account: SECURITY, size: 6 },
  { account: SANDBOX, size: 15 },
]
const REGIONS = [HOME, 'eu-central-1', GLOBAL, 'us-west-2']

/** A list of EC2 resources as CloudTrail writes it when it is neither filtered nor paged. */
const UNFILTERED = { filterSet: {} }

const CHECKS: readonly Pick<SampleCall, 'service' | 'operation' | 'requestParameters'>[] = [
  { service: 'ec2', operation: 'DescribeSecurityGroups', requestParameters: UNFILTERED },
  { service: 'ec2', operation: 'DescribeNetworkInterfaces', requestParameters: UNFILTERED },
  { service: 'ec2', operation: 'DescribeVolumes', requestParameters: UNFILTERED },
  { service: 'lambda', operation: 'GetPolicy20150331v2' },
  { service: 'rds', operation: 'DescribeDBInstances' },
  { service: 'kms', operation: 'GetKeyRotationStatus' },
  { service: 'logs', operation: 'DescribeLogGroups' },
]
const NO_LOGIN_PROFILE: Failure = {
  code: 'NoSuchEntityException',
  message: 'Login Profile for User example cannot be found.',
}
const IAM_CHECKS = ['GetAccountSummary', 'GetLoginProfile', 'ListAttachedRolePolicies', 'ListAccessKeys']

/** A security tool that looks at every account and Region from 3:00 on. */
export function scan(random: Random): SampleCall[] {
  return ACCOUNTS.flatMap(({ account, size }, i) => {
    const from = at(3, i * 10)
    const caller = role(account, 'SecurityAudit', BOTO3, { session: 'security-scanner' })
    const signIn = { region: HOME, caller: scanner, service: 'sts', operation: 'AssumeRole', time: from }
    return [
      { ...signIn, account },
      ...REGIONS.flatMap((region, j) =>
        regional(random, {
          account,
          caller,
          region,
          size: region === HOME ? size : 3,
          from: from + (j + 1) * MINUTE,
        }),
      ),
      ...global(random, { account, caller, from: from + 6 * MINUTE, count: size }),
    ]
  })
}

interface Regional {
  readonly account: string
  readonly caller: Caller
  readonly region: string
  readonly size: number
  readonly from: number
}

function regional(random: Random, { account, caller, region, size, from }: Regional): SampleCall[] {
  const isForbidden = account === SANDBOX && region === 'us-west-2'
  return CHECKS.flatMap((check, i) => {
    const count = Math.max(2, Math.round(size / (1 + i / 2)))
    const denied: Failure = check.service === 'ec2' ? UNAUTHORIZED : ACCESS_DENIED
    const failure = isForbidden ? denied : undefined
    return inARow(
      { ...check, account, caller, region, ...(failure === undefined ? {} : { failure }) },
      { from: from + i * 8 * SECOND + random() * SECOND, count, perSecond: 10 },
    )
  })
}

function global(
  random: Random,
  { account, caller, from, count }: { account: string; caller: Caller; from: number; count: number },
): SampleCall[] {
  return Array.from({ length: count * 2 }, (_, i) => {
    const operation = pick(random, IAM_CHECKS)
    const isMissing = operation === 'GetLoginProfile' && random() < 0.6
    return {
      account,
      caller,
      region: GLOBAL,
      service: 'iam',
      operation,
      time: from + i * 0.4 * SECOND,
      ...(isMissing ? { failure: NO_LOGIN_PROFILE } : {}),
    }
  })
}
