import { awsService, BOTO3, role, serviceRole } from '../callers.ts'
import { inARow, type SampleCall } from '../calls.ts'
import { at, HOME, MINUTE, PRODUCTION, SECURITY } from '../organization.ts'

const collector = role(SECURITY, 'siem-collector', BOTO3)
const guardDuty = serviceRole(SECURITY, 'AWSServiceRoleForAmazonGuardDuty', 'guardduty')
const rotation = {
  account: PRODUCTION,
  region: HOME,
  caller: awsService('kms'),
  service: 'kms',
  operation: 'RotateKey',
  members: { eventType: 'AwsServiceEvent' },
}

/** Every hour, the security account collects events and findings, and KMS rotates a key, which is not a call. */
export function security(): SampleCall[] {
  const by = { account: SECURITY, region: HOME }
  return Array.from({ length: 24 }, (_, hour) => at(hour, 10)).flatMap((from) => [
    ...inARow(
      { ...by, caller: collector, service: 'cloudtrail', operation: 'LookupEvents' },
      { from, count: 12, perSecond: 1 },
    ),
    ...inARow(
      { ...by, caller: collector, service: 'securityhub', operation: 'GetFindings' },
      { from, count: 6, perSecond: 2 },
    ),
    { ...rotation, time: from - 6 * MINUTE },
    ...inARow(
      { ...by, caller: guardDuty, service: 'ec2', operation: 'DescribeInstances' },
      { from, count: 4, perSecond: 0.2 },
    ),
  ])
}
