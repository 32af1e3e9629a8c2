import { BOTO3, role, serviceRole } from '../callers.ts'
import { inARow, type SampleCall } from '../calls.ts'
import { at, DATA, HOME, MINUTE, PRODUCTION } from '../organization.ts'

/** The accounts that are backed up every night, when, and how many volumes each has. */
const PLANS = [
  { account: PRODUCTION, from: at(1, 30), volumes: 110 },
  { account: DATA, from: at(1, 40), volumes: 40 },
]

/** A nightly job: a snapshot of each volume, copies of databases, and the oldest snapshots go. */
export function backup(): SampleCall[] {
  return PLANS.flatMap(({ account, from, volumes }) => {
    const by = { account, region: HOME, caller: role(account, 'nightly-backup', BOTO3) }
    const service = { ...by, caller: serviceRole(account, 'AWSBackupDefaultServiceRole', 'backup') }
    return [
      ...inARow({ ...by, service: 'ec2', operation: 'DescribeVolumes' }, { from, count: 4, perSecond: 1 }),
      ...inARow(
        { ...by, service: 'ec2', operation: 'CreateSnapshot' },
        { from: from + MINUTE / 6, count: volumes, perSecond: 10 },
      ),
      ...inARow(
        { ...by, service: 'ec2', operation: 'DescribeSnapshots' },
        { from: from + MINUTE, count: 36, perSecond: 0.2 },
      ),
      ...inARow(
        { ...by, service: 'ec2', operation: 'DeleteSnapshot' },
        { from: from + 5 * MINUTE, count: volumes, perSecond: 3 },
      ),
      ...inARow(
        { ...service, service: 'rds', operation: 'CreateDBSnapshot' },
        { from: from + MINUTE, count: 6, perSecond: 0.2 },
      ),
      ...inARow(
        { ...service, service: 'kms', operation: 'CreateGrant' },
        { from: from + MINUTE, count: 12, perSecond: 0.4 },
      ),
    ]
  })
}
