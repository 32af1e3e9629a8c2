import type { Stack } from '../../src/operate/aws/stack.ts'
import type { Alarm } from '../../src/operate/doctor/facts/alarms.ts'
import type { Fact } from '../../src/operate/doctor/facts/fact.ts'
import type { Facts, SourceName } from '../../src/operate/doctor/facts/facts.ts'
import type { FunctionFacts } from '../../src/operate/doctor/facts/function.ts'
import type { Datapoint, MetricName, Metrics } from '../../src/operate/doctor/facts/metrics.ts'
import type { TrailFacts, TrailStatus } from '../../src/operate/doctor/facts/trail.ts'
import { namesOf } from '../../src/operate/doctor/gather/names.ts'

export const NOW = Date.parse('2026-11-25T16:00:00Z')
export const MINUTE = 60_000
export const HOUR = 60 * MINUTE

/** The time `minutes` before now. */
export const at = (minutes: number) => NOW - minutes * MINUTE

export const VERSION = '1.2.3'
const ACCOUNT = '111122223333'
const QUEUES = `https://sqs.eu-west-1.amazonaws.com/${ACCOUNT}`

export const known = <T>(value: T): { readonly known: T } => ({ known: value })

/** A fact that could not be asked for, for a missing permission. */
export const DENIED = {
  unknown: {
    kind: 'permission',
    message: 'arn:aws:iam::111122223333:user/x lacks the permission a:B.',
    permission: 'a:B',
  },
} as const satisfies Fact<never>

const RESOURCES: Readonly<Record<SourceName, Readonly<Record<string, readonly [string, string]>>>> = {
  Logs: { FailureQueue: [`${QUEUES}/failures`, 'AWS::SQS::Queue'] },
  Kinesis: {
    TrailStream: ['usage-stream', 'AWS::Kinesis::Stream'],
    StreamRole: ['usage-stream-role', 'AWS::IAM::Role'],
    StreamMapping: ['11111111-2222-3333-4444-555555555555', 'AWS::Lambda::EventSourceMapping'],
    FailureBucket: ['usage-failures', 'AWS::S3::Bucket'],
  },
  S3: {
    FailureQueue: [`${QUEUES}/failures`, 'AWS::SQS::Queue'],
    ObjectQueue: [`${QUEUES}/objects`, 'AWS::SQS::Queue'],
    ObjectRule: ['usage-rule', 'AWS::Events::Rule'],
    ObjectMapping: ['11111111-2222-3333-4444-555555555555', 'AWS::Lambda::EventSourceMapping'],
  },
}

const PARAMETERS: Readonly<Record<SourceName, Readonly<Record<string, string>>>> = {
  Logs: { TrailLogGroupName: 'trail-logs' },
  Kinesis: { TrailLogGroupName: 'trail-logs' },
  S3: { TrailBucketName: 'trail-bucket' },
}

/** A stack `usage` that was deployed a day ago, with changes. */
export function stackOf(source: SourceName, changes: Partial<Stack> = {}): Stack {
  const resources = Object.entries({
    ApiUsageFunction: ['usage-function', 'AWS::Lambda::Function'],
    ApiUsageLogGroup: ['/aws/lambda/usage', 'AWS::Logs::LogGroup'],
    AlarmTopic: [`arn:aws:sns:eu-west-1:${ACCOUNT}:usage-alarms`, 'AWS::SNS::Topic'],
    SilenceAlarm: ['usage-silence', 'AWS::CloudWatch::Alarm'],
    ThrottlingAlarm: ['usage-throttling', 'AWS::CloudWatch::Alarm'],
    ...RESOURCES[source],
  } as const)
  return {
    name: 'usage',
    arn: `arn:aws:cloudformation:eu-west-1:${ACCOUNT}:stack/usage/1`,
    partition: 'aws',
    account: ACCOUNT,
    region: 'eu-west-1',
    status: 'CREATE_COMPLETE',
    statusReason: undefined,
    deployedAt: NOW - 24 * HOUR,
    outputs: { Version: VERSION, FunctionRoleArn: `arn:aws:iam::${ACCOUNT}:role/usage-role` },
    resources: new Map(resources.map(([id, [physicalId, type]]) => [id, { physicalId, type }])),
    ...changes,
    parameters: { Source: source, MaxSeries: '1000', ...PARAMETERS[source], ...changes.parameters },
  }
}

/** Like {@link stackOf}, with more resources. */
export function stackWith(
  source: SourceName,
  resources: Readonly<Record<string, { readonly physicalId: string; readonly type: string }>>,
): Stack {
  const stack = stackOf(source)
  return { ...stack, resources: new Map([...stack.resources, ...Object.entries(resources)]) }
}

export function trailStatus(changes: Partial<TrailStatus> = {}): TrailStatus {
  return {
    isLogging: true,
    stoppedAt: undefined,
    deliveredAt: at(4),
    deliveryError: undefined,
    notificationError: undefined,
    ...changes,
  }
}

export function trail(changes: Partial<TrailFacts> = {}): TrailFacts {
  return {
    arn: `arn:aws:cloudtrail:eu-west-1:${ACCOUNT}:trail/main`,
    homeRegion: 'eu-west-1',
    isMultiRegion: true,
    status: known(trailStatus()),
    coverage: known({ reads: true, writes: true, excludedSources: [] }),
    ...changes,
  }
}

export function alarm(name: string, changes: Partial<Alarm> = {}): Alarm {
  return {
    name,
    state: 'OK',
    since: NOW - HOUR,
    reason: '',
    description: `Do this about ${name}.`,
    isSilenced: false,
    contributors: undefined,
    ...changes,
  }
}

/** A value `minutes` before now, in the period of five minutes that ended then. */
export function point(value: number, minutes: number): Datapoint {
  return { at: NOW - (minutes + 5) * MINUTE, value }
}

/** A metric and its datapoints, newest first. */
type MetricChange = readonly [MetricName, readonly Datapoint[]]

/** Metrics of a stack that works, with changes. */
export function metrics(...changes: readonly MetricChange[]): { readonly known: Metrics } {
  return known(
    new Map<MetricName, readonly Datapoint[]>([
      ['invocations', [point(20, 0), point(20, 5)]],
      ['environments', [point(1, 0)]],
      ['received', [point(500, 0), point(400, 5)]],
      ['lag', [point(240, 0)]],
      ...changes,
    ]),
  )
}

/** The metrics among the facts of a stack that works, with changes. */
export const measured = (...changes: readonly MetricChange[]) => ({ metrics: metrics(...changes) })

export function functionFacts(changes: Partial<FunctionFacts> = {}): FunctionFacts {
  return {
    state: 'Active',
    stateReason: undefined,
    lastUpdate: 'Successful',
    lastUpdateReason: undefined,
    logGroup: '/aws/lambda/usage',
    logFormat: 'JSON',
    applicationLogLevel: 'INFO',
    reservedConcurrency: undefined,
    ...changes,
  }
}

/** The facts of a stack in which everything works, with changes. */
export function facts(source: SourceName, changes: Partial<Facts> = {}): Facts {
  const stack = changes.stack ?? stackOf(source)
  const { names } = namesOf(stack)
  const isMapped = source !== 'Logs'
  return {
    now: NOW,
    version: VERSION,
    profile: undefined,
    stack,
    source,
    names,
    trails: known([trail()]),
    logGroups: {
      function: known({ logClass: 'STANDARD' }),
      trail: source === 'S3' ? undefined : known({ logClass: 'STANDARD' }),
    },
    subscription:
      source === 'S3'
        ? undefined
        : known([
            {
              name: names.subscriptionFilter,
              pattern: '',
              destinationArn: names.streamArn ?? names.functionArn,
            },
          ]),
    invokePermission: source === 'Logs' ? known(true) : undefined,
    mapping: isMapped ? known({ state: 'Enabled', stateReason: undefined, lastResult: 'OK' }) : undefined,
    bucket:
      source === 'S3'
        ? {
            notifications: known({ eventBridge: true, queueArns: [] }),
            rule: known({ isEnabled: true, targetArns: [names.objectQueueArn ?? ''] }),
            topicSubscription: undefined,
          }
        : undefined,
    function: known(functionFacts()),
    log: known({ entries: [], hasMore: false }),
    metrics: metrics(),
    failureQueue: source === 'Kinesis' ? undefined : known({ messages: 0 }),
    objectQueue: source === 'S3' ? known({ messages: 3 }) : undefined,
    failureBucket:
      source === 'Kinesis' ? known({ objects: 0, hasMore: false, oldestAt: undefined }) : undefined,
    emails: known([{ address: 'ops@example.com', isPending: false }]),
    alarms: known([alarm('silence'), alarm('throttling')]),
    activeMetrics: known({
      metrics: 325,
      sets: [{ dimensions: 'Service,Operation,Region', series: 243, isFolded: false }],
      hasMore: false,
    }),
    extractionPolicies: known([]),
    ...changes,
  }
}
