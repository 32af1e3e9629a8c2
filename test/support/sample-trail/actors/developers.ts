import { AWS_CLI, BROWSER, person, role, TERRAFORM, user } from '../callers.ts'
import { ACCESS_DENIED, type Habit, habitual, NO_SUCH_ENTITY, office, type SampleCall } from '../calls.ts'
import { at, GLOBAL, HOME, PRODUCTION, SANDBOX } from '../organization.ts'
import type { Random } from '../random.ts'

const alice = person(SANDBOX, 'Developer', 'alice', AWS_CLI)
const bob = person(SANDBOX, 'Developer', 'bob')
const pipeline = role(SANDBOX, 'ci-pipeline', TERRAFORM)
const dana = person(PRODUCTION, 'ReadOnly', 'dana')
const breakGlass = user(PRODUCTION, 'break-glass', BROWSER)

const IN_SANDBOX: readonly Habit[] = [
  {
    caller: alice,
    service: 'cloudformation',
    operations: ['DescribeStacks', 'DescribeStackEvents'],
    region: HOME,
    perHour: 30,
    rhythm: office,
    failures: { share: 0.1, failure: ACCESS_DENIED },
  },
  {
    caller: alice,
    service: 'iam',
    operations: ['GetRole', 'ListRolePolicies', 'SimulatePrincipalPolicy'],
    region: GLOBAL,
    perHour: 40,
    rhythm: (hour) => (hour >= 9 && hour < 11 ? 1 : 0),
    failures: { share: 0.25, failure: NO_SUCH_ENTITY },
  },
  {
    caller: bob,
    service: 'ec2',
    operations: ['DescribeInstances', 'DescribeImages', 'DescribeVpcs'],
    region: HOME,
    perHour: 18,
    rhythm: office,
  },
  {
    caller: bob,
    service: 's3',
    operations: ['GetBucketPolicy', 'ListBuckets', 'GetBucketTagging'],
    region: HOME,
    perHour: 12,
    rhythm: office,
    failures: { share: 0.3, failure: ACCESS_DENIED, of: ['GetBucketPolicy', 'GetBucketTagging'] },
  },
  {
    caller: pipeline,
    service: 'lambda',
    operations: ['GetFunction20150331v2', 'UpdateFunctionCode20150331v2', 'ListVersionsByFunction20150331'],
    region: HOME,
    perHour: 30,
    rhythm: office,
  },
]

const IN_PRODUCTION: readonly Habit[] = [
  {
    caller: dana,
    service: 'monitoring',
    operations: ['DescribeAlarms', 'GetDashboard'],
    region: HOME,
    perHour: 15,
    rhythm: office,
  },
  {
    caller: dana,
    service: 'logs',
    operations: ['StartQuery', 'GetQueryResults'],
    region: HOME,
    perHour: 20,
    rhythm: office,
    failures: { share: 0.1, failure: ACCESS_DENIED },
  },
]

/** People and their pipeline in office hours, and an administrator who signs in during the release. */
export function developers(random: Random): SampleCall[] {
  const signIn = { account: PRODUCTION, region: GLOBAL, caller: breakGlass, time: at(14, 12) }
  return [
    ...habitual(random, SANDBOX, IN_SANDBOX),
    ...habitual(random, PRODUCTION, IN_PRODUCTION),
    {
      ...signIn,
      service: 'signin',
      operation: 'ConsoleLogin',
      members: { eventType: 'AwsConsoleSignIn' },
    },
    { ...signIn, time: at(14, 13), service: 'iam', operation: 'GetAccountSummary' },
  ]
}
