import { awsService, BOTO3, GRAFANA, JAVA_SDK, KARPENTER, LAMBDA_SDK, role, serviceRole } from '../callers.ts'
import { allDay, customers, type Habit, habitual, type SampleCall } from '../calls.ts'
import { HOME, PRODUCTION } from '../organization.ts'
import type { Random } from '../random.ts'

const ordersApi = role(PRODUCTION, 'orders-api', LAMBDA_SDK)
const checkout = role(PRODUCTION, 'checkout', JAVA_SDK)
const featureFlags = role(PRODUCTION, 'feature-flags', BOTO3)
const karpenter = role(PRODUCTION, 'karpenter', KARPENTER)
const grafana = role(PRODUCTION, 'grafana', GRAFANA)
const autoScaling = serviceRole(PRODUCTION, 'AWSServiceRoleForAutoScaling', 'autoscaling')
const config = serviceRole(PRODUCTION, 'AWSServiceRoleForConfig', 'config')

type ShopHabit = Omit<Habit, 'region'>

const APPLICATIONS: readonly ShopHabit[] = [
  { caller: ordersApi, service: 'kms', operations: ['Decrypt'], perHour: 260, rhythm: customers },
  { caller: ordersApi, service: 'ssm', operations: ['GetParametersByPath'], perHour: 16, rhythm: customers },
  {
    caller: ordersApi,
    service: 'secretsmanager',
    operations: ['GetSecretValue'],
    perHour: 50,
    rhythm: customers,
  },
  { caller: checkout, service: 'kms', operations: ['GenerateDataKey'], perHour: 60, rhythm: customers },
  {
    caller: checkout,
    service: 'secretsmanager',
    operations: ['GetSecretValue'],
    perHour: 30,
    rhythm: customers,
  },
  { caller: featureFlags, service: 'ssm', operations: ['GetParameter'], perHour: 14, rhythm: allDay },
  { caller: featureFlags, service: 'ssm', operations: ['PutParameter'], perHour: 6, rhythm: allDay },
]

const PLATFORM: readonly ShopHabit[] = [
  {
    caller: awsService('lambda'),
    service: 'sts',
    operations: ['AssumeRole'],
    perHour: 60,
    rhythm: customers,
  },
  {
    caller: awsService('ecs-tasks'),
    service: 'sts',
    operations: ['AssumeRole'],
    perHour: 10,
    rhythm: customers,
  },
  { caller: autoScaling, service: 'ec2', operations: ['DescribeInstances'], perHour: 8, rhythm: allDay },
  {
    caller: autoScaling,
    service: 'elasticloadbalancing',
    operations: ['DescribeTargetHealth'],
    perHour: 12,
    rhythm: allDay,
  },
  { caller: karpenter, service: 'ec2', operations: ['DescribeInstances'], perHour: 10, rhythm: allDay },
  {
    caller: karpenter,
    service: 'ec2',
    operations: ['CreateFleet', 'TerminateInstances'],
    perHour: 5,
    rhythm: customers,
  },
  { caller: grafana, service: 'monitoring', operations: ['GetMetricData'], perHour: 24, rhythm: allDay },
  { caller: grafana, service: 'monitoring', operations: ['ListMetrics'], perHour: 4, rhythm: allDay },
  {
    caller: config,
    service: 's3',
    operations: ['GetBucketAcl', 'GetBucketPolicy', 'GetBucketLogging'],
    perHour: 9,
    rhythm: allDay,
    failures: {
      share: 0.15,
      of: ['GetBucketPolicy'],
      failure: { code: 'NoSuchBucketPolicy', message: 'The bucket policy does not exist' },
    },
  },
]

/** An online shop and what keeps it running: busiest at noon and in the evening. */
export function shop(random: Random): SampleCall[] {
  const habits = [...APPLICATIONS, ...PLATFORM].map((habit) => ({ ...habit, region: HOME }))
  return habitual(random, PRODUCTION, habits)
}
