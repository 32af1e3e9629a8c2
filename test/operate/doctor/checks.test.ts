import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Verdict } from '../../../src/operate/doctor/check.ts'
import { CHECKLIST } from '../../../src/operate/doctor/checklist.ts'
import type { Facts, FunctionFacts, SourceName, TrailStatus } from '../../../src/operate/doctor/facts.ts'
import { judge } from '../../../src/operate/doctor/report.ts'
import {
  alarm,
  DENIED,
  facts,
  HOUR,
  known,
  MINUTE,
  metrics,
  NOW,
  point,
  stackOf,
  trail,
} from '../../support/doctor-facts.ts'

/** The problem, the source, and doctor's output: the finding and the action. */
type Case = readonly [
  what: string,
  source: SourceName,
  changes: Partial<Facts>,
  verdict: Verdict,
  found: RegExp,
  next?: RegExp,
]

const at = (minutes: number) => NOW - minutes * MINUTE

const status = (changes: Partial<TrailStatus>) => ({
  trails: known([
    trail({
      status: known({
        isLogging: true,
        stoppedAt: undefined,
        deliveredAt: at(4),
        deliveryError: undefined,
        notificationError: undefined,
        ...changes,
      }),
    }),
  ]),
})

const covering = (reads: boolean, writes: boolean, excludedSources: readonly string[] = []) => ({
  trails: known([trail({ coverage: known({ reads, writes, excludedSources }) })]),
})

const ofFunction = (changes: Partial<FunctionFacts>) => ({
  function: known({
    state: 'Active',
    stateReason: undefined,
    lastUpdate: 'Successful',
    lastUpdateReason: undefined,
    logGroup: '/aws/lambda/usage',
    logFormat: 'JSON',
    applicationLogLevel: 'INFO',
    reservedConcurrency: undefined,
    ...changes,
  }),
})

const mapping = (state: string, lastResult = 'OK', stateReason?: string) => ({
  mapping: known({ state, stateReason, lastResult }),
})

const bucket = (changes: Partial<NonNullable<Facts['bucket']>>): Partial<Facts> => {
  const { bucket: healthy } = facts('S3')
  assert.ok(healthy)
  return { bucket: { ...healthy, ...changes } }
}

const log = (...entries: readonly (readonly [minutes: number, isError: boolean, reason: string])[]) => ({
  log: known({
    entries: entries.map(([minutes, isError, reason]) => ({ at: at(minutes), isError, reason })),
    hasMore: false,
  }),
})

const SUBSCRIBED = stackOf('S3', {
  resources: new Map([
    ...stackOf('S3').resources,
    ['ObjectSubscription', { physicalId: 'arn:aws:sns:eu-west-1:1:t:2', type: 'AWS::SNS::Subscription' }],
  ]),
})

const QUIET = metrics(['received', []])

const OBJECTS = 'arn:aws:sqs:eu-west-1:111122223333:objects'
const DENIAL = "s3://trail-bucket/x can't be read: AccessDenied: Access Denied"

/** For each check, every verdict that it can have in addition to that of a stack that works. */
const CASES: Readonly<Record<string, readonly Case[]>> = {
  'stack-status': [
    [
      'an update rolled back',
      'Logs',
      { stack: stackOf('Logs', { status: 'UPDATE_ROLLBACK_COMPLETE', statusReason: 'No room' }) },
      'warn',
      /rolled back: No room\. The previous version is running/,
      /describe-stack-events --stack-name usage --region eu-west-1/,
    ],
    [
      'a deployment at work',
      'Logs',
      { stack: stackOf('Logs', { status: 'UPDATE_IN_PROGRESS' }) },
      'warn',
      /UPDATE_IN_PROGRESS/,
      /Wait until the deployment has finished/,
    ],
    [
      'a creation that failed',
      'Logs',
      { stack: stackOf('Logs', { status: 'ROLLBACK_COMPLETE' }) },
      'fail',
      /ROLLBACK_COMPLETE/,
      /deploy again/,
    ],
    [
      'a deletion',
      'Logs',
      { stack: stackOf('Logs', { status: 'DELETE_IN_PROGRESS' }) },
      'fail',
      /DELETE_IN_PROGRESS/,
    ],
  ],
  'stack-version': [
    [
      'an older stack',
      'Logs',
      { stack: stackOf('Logs', { outputs: { Version: '1.2.2' } }) },
      'warn',
      /The stack has version 1\.2\.2, this program 1\.2\.3/,
      /Update the stack to this version/,
    ],
    [
      'a newer stack',
      'Logs',
      { stack: stackOf('Logs', { outputs: { Version: '1.10.0' } }) },
      'warn',
      /1\.10\.0/,
      /Update this program/,
    ],
    [
      'a stack of before there were versions',
      'Logs',
      { stack: stackOf('Logs', { outputs: {} }) },
      'warn',
      /The stack has no version/,
      /Update the stack/,
    ],
  ],
  'trail-found': [
    [
      'a log group that no trail delivers to',
      'Logs',
      { trails: known([]), metrics: QUIET },
      'fail',
      /No trail .* delivers to the log group trail-logs/,
      /Set this log group on your trail/,
    ],
    [
      'a bucket that no trail seen here delivers to',
      'S3',
      { trails: known([]), metrics: QUIET },
      'unknown',
      /delivers to the bucket trail-bucket\. It may be the trail of another account/,
      /In the account of the trail, check/,
    ],
    [
      'a prefix that no trail has',
      'S3',
      {
        trails: known([]),
        metrics: QUIET,
        stack: stackOf('S3', { parameters: { TrailBucketPrefix: 'audit' } }),
      },
      'unknown',
      /delivers to the bucket trail-bucket with the prefix audit\./,
    ],
    [
      'a trail of another account whose records arrive',
      'S3',
      { trails: known([]) },
      'pass',
      /records arrive: the trail belongs to another account/,
    ],
    [
      "the stack's own trail gone",
      'Logs',
      {
        trails: known([]),
        stack: stackOf('Logs', {
          resources: new Map([
            ...stackOf('Logs').resources,
            ['Trail', { physicalId: 'usage', type: 'AWS::CloudTrail::Trail' }],
          ]),
        }),
      },
      'fail',
      /The trail that the stack created no longer exists/,
      /CreateTrail=true/,
    ],
    ['no permission', 'Logs', { trails: DENIED }, 'unknown', /lacks the permission a:B/, /Allow a:B/],
  ],
  'trail-logging': [
    [
      'a trail that was stopped',
      'Logs',
      status({ isLogging: false, stoppedAt: at(40) }),
      'fail',
      /trail\/main is not logging\. It was stopped 40 minutes ago\. Calls are not recorded/,
      /Start it: aws cloudtrail start-logging --name arn:aws:cloudtrail:eu-west-1:111122223333:trail\/main --region eu-west-1$/,
    ],
    [
      'a trail that never started, with a profile',
      'Logs',
      { ...status({ isLogging: false }), profile: 'my audit' },
      'fail',
      /is not logging\. Calls/,
      /--profile 'my audit'$/,
    ],
    [
      'one of two trails stopped',
      'Logs',
      {
        trails: known([
          trail(),
          trail({
            arn: 'arn:two',
            status: known({
              isLogging: false,
              stoppedAt: undefined,
              deliveredAt: undefined,
              deliveryError: undefined,
              notificationError: undefined,
            }),
          }),
        ]),
      },
      'fail',
      /arn:two is not logging/,
    ],
    [
      'no permission',
      'Logs',
      { trails: known([trail({ status: DENIED })]) },
      'unknown',
      /lacks/,
      /Allow a:B/,
    ],
  ],
  'trail-delivering': [
    [
      'a role that may not write',
      'Logs',
      status({ deliveryError: 'AccessDenied', deliveredAt: at(3 * 60) }),
      'fail',
      /can't deliver to the log group trail-logs: AccessDenied\. It last delivered 3 hours ago/,
      /logs:CreateLogStream and logs:PutLogEvents/,
    ],
    [
      'a bucket that may not be written to',
      'S3',
      status({ deliveryError: 'AccessDenied', deliveredAt: undefined }),
      'fail',
      /can't deliver to the bucket trail-bucket: AccessDenied\. It hasn't delivered anything yet/,
      /cloudtrail\.amazonaws\.com/,
    ],
    [
      'a topic that may not be published to, to which the stack is subscribed',
      'S3',
      { ...status({ notificationError: 'AuthorizationError' }), stack: SUBSCRIBED },
      'fail',
      /can't publish to its SNS topic: AuthorizationError/,
      /publish to the topic/,
    ],
    [
      'a topic that may not be published to, and that the stack does not use',
      'S3',
      status({ notificationError: 'AuthorizationError' }),
      'pass',
      /without errors/,
    ],
    [
      'nothing delivered for hours',
      'Logs',
      status({ deliveredAt: at(3 * 60) }),
      'warn',
      /last delivered 3 hours ago/,
      /--wait/,
    ],
    [
      'nothing delivered ever',
      'Logs',
      status({ deliveredAt: undefined }),
      'warn',
      /hasn't delivered anything yet/,
    ],
    [
      'no permission',
      'Logs',
      { trails: known([trail({ status: DENIED })]) },
      'unknown',
      /lacks/,
      /Allow a:B/,
    ],
  ],
  'trail-coverage': [
    [
      'read events left out',
      'Logs',
      covering(false, true),
      'warn',
      /excludes read events: calls such as Describe\*, Get\* and List\* are not counted/,
      /Read and Write/,
    ],
    ['write events left out', 'Logs', covering(true, false), 'warn', /excludes write events/],
    [
      'data events alone',
      'Logs',
      covering(false, false),
      'fail',
      /records no management events/,
      /Read and Write/,
    ],
    [
      'one Region',
      'Logs',
      { trails: known([trail({ isMultiRegion: false })]) },
      'warn',
      /records only the calls in eu-west-1/,
      /--is-multi-region-trail/,
    ],
    [
      'a source left out on purpose',
      'Logs',
      covering(true, true, ['kms.amazonaws.com']),
      'pass',
      /except those of kms\.amazonaws\.com/,
    ],
    [
      'no permission',
      'Logs',
      { trails: known([trail({ coverage: DENIED })]) },
      'unknown',
      /lacks/,
      /Allow a:B/,
    ],
  ],
  'bucket-events': [
    [
      'EventBridge off',
      'S3',
      bucket({ notifications: known({ eventBridge: false, queueArns: ['arn:other'] }) }),
      'fail',
      /trail-bucket sends no events to EventBridge/,
      /Turn EventBridge on/,
    ],
    [
      'the bucket notifies the queue itself',
      'S3',
      bucket({ notifications: known({ eventBridge: false, queueArns: [OBJECTS] }) }),
      'pass',
      /notifies the queue directly/,
    ],
    [
      'no such bucket',
      'S3',
      bucket({ notifications: known(undefined) }),
      'fail',
      /trail-bucket does not exist/,
      /TrailBucketName/,
    ],
    ['no permission', 'S3', bucket({ notifications: DENIED }), 'unknown', /lacks/, /Allow a:B/],
  ],
  'object-rule': [
    [
      'a disabled rule',
      'S3',
      bucket({ rule: known({ isEnabled: false, targetArns: [OBJECTS] }) }),
      'fail',
      /usage-rule is disabled/,
      /aws events enable-rule --name usage-rule --region eu-west-1\. .*backfill/,
    ],
    [
      'a disabled rule that nothing needs',
      'S3',
      bucket({
        notifications: known({ eventBridge: false, queueArns: [OBJECTS] }),
        rule: known({ isEnabled: false, targetArns: [] }),
      }),
      'pass',
      /not needed/,
    ],
    [
      'a rule gone',
      'S3',
      bucket({ rule: known(undefined) }),
      'fail',
      /usage-rule no longer exists/,
      /Deploy/,
    ],
    [
      'a rule without its target',
      'S3',
      bucket({ rule: known({ isEnabled: true, targetArns: ['arn:other'] }) }),
      'fail',
      /no longer has the queue as a target/,
      /put-targets --rule usage-rule --targets Id=queue,Arn=arn:aws:sqs:eu-west-1:111122223333:objects/,
    ],
    ['no permission', 'S3', bucket({ rule: DENIED }), 'unknown', /lacks/, /Allow a:B/],
  ],
  'object-rule-delivery': [
    [
      'failures now',
      'S3',
      { metrics: metrics(['ruleFailures', [point(4, 0)]]) },
      'fail',
      /could not deliver 4 events about log files to the queue/,
      /events\.amazonaws\.com/,
    ],
    [
      'failures before',
      'S3',
      { metrics: metrics(['ruleFailures', [point(1, 120)]]) },
      'warn',
      /1 event about/,
    ],
    ['no permission', 'S3', { metrics: DENIED }, 'unknown', /lacks/, /Allow a:B/],
  ],
  'topic-subscription': [
    [
      'a subscription that is not confirmed',
      'S3',
      bucket({ topicSubscription: known({ isPending: true }) }),
      'fail',
      /not confirmed/,
      /sns:Subscribe/,
    ],
    [
      'a subscription gone',
      'S3',
      bucket({ topicSubscription: known(undefined) }),
      'fail',
      /no longer exists/,
      /TrailTopicArn/,
    ],
    [
      'a confirmed one',
      'S3',
      bucket({ topicSubscription: known({ isPending: false }) }),
      'pass',
      /confirmed/,
    ],
    ['no permission', 'S3', bucket({ topicSubscription: DENIED }), 'unknown', /lacks/, /Allow a:B/],
  ],
  'trail-log-group': [
    [
      'a log group that is not there',
      'Logs',
      { logGroups: { function: known({ logClass: 'STANDARD' }), trail: known(undefined) } },
      'fail',
      /trail-logs does not exist/,
      /TrailLogGroupName/,
    ],
    [
      'another class',
      'Kinesis',
      {
        logGroups: {
          function: known({ logClass: 'STANDARD' }),
          trail: known({ logClass: 'INFREQUENT_ACCESS' }),
        },
      },
      'fail',
      /INFREQUENT_ACCESS/,
      /class of a log group can't be changed/,
    ],
    [
      'no permission',
      'Logs',
      { logGroups: { function: known({ logClass: 'STANDARD' }), trail: DENIED } },
      'unknown',
      /lacks/,
      /Allow a:B/,
    ],
  ],
  subscription: [
    [
      'a subscription gone',
      'Logs',
      { subscription: known([]) },
      'fail',
      /trail-logs has no subscription to arn:aws:lambda:eu-west-1:111122223333:function:usage-function\.$/,
      /put-subscription-filter --log-group-name trail-logs --filter-name usage --filter-pattern '' --destination-arn arn:aws:lambda:eu-west-1:111122223333:function:usage-function --region eu-west-1$/,
    ],
    [
      'a subscription of the stream gone, others there',
      'Kinesis',
      { subscription: known([{ name: 'x', pattern: '', destinationArn: 'arn:other' }]) },
      'fail',
      /It has 1 other subscription of at most two/,
      /--filter-name usage-stream .* --role-arn arn:aws:iam::111122223333:role\/usage-stream-role/,
    ],
    [
      'another filter pattern',
      'Logs',
      {
        subscription: known([
          {
            name: 'usage',
            pattern: '{ $.x = "it\'s" }',
            destinationArn: 'arn:aws:lambda:eu-west-1:111122223333:function:usage-function',
          },
        ]),
      },
      'warn',
      /the filter pattern .*, but the stack ""/,
      /--filter-pattern ''/,
    ],
    ['no permission', 'Logs', { subscription: DENIED }, 'unknown', /lacks/, /Allow a:B/],
  ],
  'invoke-permission': [
    [
      'a permission gone',
      'Logs',
      { invokePermission: known(false) },
      'fail',
      /doesn't allow CloudWatch Logs to invoke it/,
      /add-permission .* --source-arn 'arn:aws:logs:eu-west-1:111122223333:log-group:trail-logs:\*'/,
    ],
    ['no permission to look', 'Logs', { invokePermission: DENIED }, 'unknown', /lacks/, /Allow a:B/],
  ],
  'subscription-delivery': [
    [
      'failures now',
      'Logs',
      { metrics: metrics(['deliveryErrors', [point(3, 0)]], ['deliveryThrottles', [point(1, 5)]]) },
      'fail',
      /4 deliveries failed in the last hour/,
      /retries for 24 hours/,
    ],
    [
      'failures before',
      'Logs',
      { metrics: metrics(['deliveryErrors', [point(1, 120)]]) },
      'warn',
      /1 delivery failed in the last three hours, none in the last/,
    ],
    ['no permission', 'Logs', { metrics: DENIED }, 'unknown', /lacks/, /Allow a:B/],
  ],
  'event-source-mapping': [
    [
      'disabled',
      'S3',
      mapping('Disabled', 'OK', 'User action'),
      'fail',
      /disabled \(User action\), so nothing reads the object queue/,
      /update-event-source-mapping --uuid 11111111-2222-3333-4444-555555555555 --enabled/,
    ],
    ['changing', 'S3', mapping('Updating'), 'warn', /Updating/, /Wait/],
    [
      'a stream that can not be read',
      'Kinesis',
      mapping('Enabled', 'PROBLEM: Lambda is not authorized'),
      'fail',
      /can't read the data stream: PROBLEM: Lambda is not authorized/,
      /role/,
    ],
    [
      'a result that Lambda does not keep for queues',
      'S3',
      mapping('Enabled', 'PROBLEM: x'),
      'pass',
      /reads/,
    ],
    [
      'gone',
      'Kinesis',
      { mapping: known(undefined) },
      'fail',
      /no longer exists, so nothing reads the data stream/,
      /Deploy the stack with another Source/,
    ],
    ['no permission', 'S3', { mapping: DENIED }, 'unknown', /lacks/, /Allow a:B/],
  ],
  'function-state': [
    [
      'gone',
      'Logs',
      { function: known(undefined) },
      'fail',
      /usage-function no longer exists/,
      /deploy it again/,
    ],
    [
      'switched off',
      'Logs',
      ofFunction({ reservedConcurrency: 0 }),
      'fail',
      /reserved concurrency is 0/,
      /delete-function-concurrency --function-name usage-function/,
    ],
    [
      'switched off, with a reservation in the stack',
      'Logs',
      {
        ...ofFunction({ reservedConcurrency: 0 }),
        stack: stackOf('Logs', { parameters: { ReservedConcurrency: '5' } }),
      },
      'fail',
      /0/,
      /put-function-concurrency .* --reserved-concurrent-executions 5/,
    ],
    [
      'failed',
      'Logs',
      ofFunction({ state: 'Failed', stateReason: 'no key' }),
      'fail',
      /can't run: no key/,
      /deploy the stack again/,
    ],
    [
      'an update that failed',
      'Logs',
      ofFunction({ lastUpdate: 'Failed', lastUpdateReason: 'no image' }),
      'fail',
      /no image/,
    ],
    ['being set up', 'Logs', ofFunction({ state: 'Pending' }), 'warn', /setting up the function/, /Wait/],
    ['no permission', 'Logs', { function: DENIED }, 'unknown', /lacks/, /Allow a:B/],
  ],
  'function-log-level': [
    [
      'a level that drops the metrics',
      'Logs',
      ofFunction({ applicationLogLevel: 'WARN' }),
      'fail',
      /level is WARN\. Lambda drops the metrics/,
      /ApplicationLogLevel=INFO/,
    ],
    [
      'another log group',
      'Logs',
      ofFunction({ logGroup: '/other' }),
      'warn',
      /\/other instead of \/aws\/lambda\/usage/,
      /LogGroup=\/aws\/lambda\/usage/,
    ],
    ['a function that is gone', 'Logs', { function: known(undefined) }, 'fail', /no longer exists/],
    ['no permission', 'Logs', { function: DENIED }, 'unknown', /lacks/, /Allow a:B/],
  ],
  'function-errors': [
    [
      'errors now',
      'Logs',
      {
        ...log([2, true, 'PayloadError: x'], [3, true, 'PayloadError: x'], [9, false, 'only a warning']),
        metrics: metrics(['errors', [point(2, 0)]]),
      },
      'fail',
      /2 of 40 invocations failed in the last hour/,
      /replay/,
    ],
    [
      'errors before',
      'Logs',
      { metrics: metrics(['errors', [point(1, 120)]]) },
      'warn',
      /1 invocation failed, none in the last hour/,
    ],
    ['no permission', 'Logs', { metrics: DENIED }, 'unknown', /lacks/, /Allow a:B/],
  ],
  'function-lost': [
    [
      'events dropped and not kept',
      'Logs',
      { metrics: metrics(['dropped', [point(2, 120)]], ['unkept', [point(1, 0)]]) },
      'fail',
      /3 events could neither be counted nor kept/,
      /backfill/,
    ],
    ['no permission', 'Logs', { metrics: DENIED }, 'unknown', /lacks/, /Allow a:B/],
  ],
  'function-throttles': [
    [
      'an account without room',
      'Logs',
      { metrics: metrics(['throttles', [point(7, 0)]]) },
      'warn',
      /7 invocations were throttled/,
      /reserve concurrency/,
    ],
    [
      'a reservation at work',
      'Logs',
      {
        metrics: metrics(['throttles', [point(7, 0)]]),
        stack: stackOf('Logs', { parameters: { ReservedConcurrency: '1' } }),
      },
      'warn',
      /7/,
      /raise ReservedConcurrency/,
    ],
    ['no permission', 'Logs', { metrics: DENIED }, 'unknown', /lacks/, /Allow a:B/],
  ],
  permissions: [
    [
      'objects denied now',
      'S3',
      log([5, false, DENIAL], [9, false, DENIAL]),
      'fail',
      /2 access errors in the last three hours, the last one 5 minutes ago/,
      /must allow arn:aws:iam::111122223333:role\/usage-role to read/,
    ],
    [
      'denied before',
      'Logs',
      log([100, true, 'x is not authorized to perform: y']),
      'warn',
      /1 access error/,
      /Grant arn/,
    ],
    ['no permission', 'Logs', { log: DENIED }, 'unknown', /lacks/, /Allow a:B/],
  ],
  environments: [
    [
      'several',
      'Logs',
      { metrics: metrics(['environments', [point(4, 0)]]) },
      'pass',
      /Up to 4 .* counts twice, .*ReservedConcurrency=1/,
    ],
    ['several that are usual', 'S3', { metrics: metrics(['environments', [point(4, 0)]]) }, 'pass', /normal/],
    ['no permission', 'Logs', { metrics: DENIED }, 'unknown', /lacks/, /Allow a:B/],
  ],
  records: [
    [
      'none in a day',
      'Logs',
      { metrics: QUIET },
      'fail',
      /No record arrived in the last 24 hours/,
      /usage --wait/,
    ],
    [
      'none for hours',
      'Logs',
      { metrics: metrics(['received', [point(0, 0), point(10, 180)]]) },
      'fail',
      /The last records arrived 3 hours ago, more than 60 minutes ago/,
    ],
    [
      'none for hours, as SilenceMinutes allows',
      'Logs',
      {
        metrics: metrics(['received', [point(10, 180)]]),
        stack: stackOf('Logs', { parameters: { SilenceMinutes: '240' } }),
      },
      'pass',
      /The last one arrived 3 hours ago/,
    ],
    [
      'a stack of some minutes',
      'Logs',
      { metrics: QUIET, stack: stackOf('Logs', { deployedAt: at(6) }) },
      'warn',
      /No record has arrived yet\. The stack was deployed 6 minutes ago/,
      /5 to 15 minutes/,
    ],
    ['no permission', 'Logs', { metrics: DENIED }, 'unknown', /lacks/, /Allow a:B/],
  ],
  'delivery-lag': [
    [
      'late',
      'Logs',
      { metrics: metrics(['lag', [point(1800, 0), point(3000, 5)]]) },
      'warn',
      /30 minutes old/,
      /delay persists/,
    ],
    ['very late', 'Logs', { metrics: metrics(['lag', [point(7200, 0)]]) }, 'fail', /2 hours old/],
    ['nothing counted', 'Logs', { metrics: metrics(['lag', []]) }, 'pass', /No call was counted/],
    ['no permission', 'Logs', { metrics: DENIED }, 'unknown', /lacks/, /Allow a:B/],
  ],
  malformed: [
    [
      'malformed messages',
      'Logs',
      { metrics: metrics(['malformed', [point(2, 0)]]) },
      'warn',
      /2 messages/,
      /"usage\/Unreadable records"/,
    ],
    ['no permission', 'Logs', { metrics: DENIED }, 'unknown', /lacks/, /Allow a:B/],
  ],
  'object-queue': [
    [
      'stuck',
      'S3',
      { metrics: metrics(['objectAge', [point(1800, 0)]]) },
      'fail',
      /3 messages in the queue, the oldest for 30 minutes/,
      /After five failed attempts/,
    ],
    ['gone', 'S3', { objectQueue: known(undefined) }, 'fail', /no longer exists/, /Deploy/],
    ['no permission', 'S3', { objectQueue: DENIED }, 'unknown', /lacks/, /Allow a:B/],
  ],
  'stream-lag': [
    [
      'behind',
      'Kinesis',
      { metrics: metrics(['iteratorAge', [point(2_400_000, 0)]]) },
      'fail',
      /up to 40 minutes/,
      /ParallelizationFactor/,
    ],
    [
      'in time',
      'Kinesis',
      { metrics: metrics(['iteratorAge', [point(60_000, 0)]]) },
      'pass',
      /at most 1 minute/,
    ],
    ['no permission', 'Kinesis', { metrics: DENIED }, 'unknown', /lacks/, /Allow a:B/],
  ],
  'failure-queue': [
    [
      'messages',
      'Logs',
      { failureQueue: known({ messages: 12 }), metrics: metrics(['failureAge', [point(259_200, 0)]]) },
      'fail',
      /12 messages in it, the oldest for 3 days\. .*haven't been counted, .*14 days/,
      /api-usage replay --stack usage$/,
    ],
    ['gone', 'Logs', { failureQueue: known(undefined) }, 'fail', /failed events are lost/, /Deploy/],
    ['no permission', 'Logs', { failureQueue: DENIED }, 'unknown', /lacks/, /Allow a:B/],
  ],
  'failure-bucket': [
    [
      'batches',
      'Kinesis',
      { failureBucket: known({ objects: 10_000, hasMore: true, oldestAt: at(5 * 60) }) },
      'fail',
      /At least 10,000 batches in it, the oldest added 5 hours ago/,
      /api-usage replay --stack usage$/,
    ],
    ['gone', 'Kinesis', { failureBucket: known(undefined) }, 'fail', /failed batches are lost/, /Deploy/],
    ['no permission', 'Kinesis', { failureBucket: DENIED }, 'unknown', /lacks/, /Allow a:B/],
  ],
  'function-log-group': [
    [
      'gone',
      'Logs',
      { logGroups: { function: known(undefined), trail: undefined } },
      'fail',
      /no metrics are extracted/,
      /deploy it again/,
    ],
    [
      'another class',
      'Logs',
      { logGroups: { function: known({ logClass: 'INFREQUENT_ACCESS' }), trail: undefined } },
      'fail',
      /INFREQUENT_ACCESS/,
      /under another name/,
    ],
    [
      'no permission',
      'Logs',
      { logGroups: { function: DENIED, trail: undefined } },
      'unknown',
      /lacks/,
      /Allow a:B/,
    ],
  ],
  'extraction-policy': [
    [
      'a policy for all log groups',
      'Logs',
      { extractionPolicies: known([{ name: 'off', selection: undefined }]) },
      'fail',
      /The policy off disables it for \/aws\/lambda\/usage/,
      /exclude \/aws\/lambda\/usage/,
    ],
    [
      'a policy for others',
      'Logs',
      { extractionPolicies: known([{ name: 'off', selection: 'LogGroupNamePrefix IN ["/aws/eks"]' }]) },
      'pass',
      /None applies/,
    ],
    [
      'a selection of another form',
      'Logs',
      { extractionPolicies: known([{ name: 'off', selection: 'Tag = "x"' }]) },
      'warn',
      /may disable it for .* Tag = "x"/,
      /describe-account-policies/,
    ],
    ['no permission', 'Logs', { extractionPolicies: DENIED }, 'unknown', /lacks/, /Allow a:B/],
  ],
  'extraction-errors': [
    [
      'lines that CloudWatch refuses',
      'Logs',
      { metrics: metrics(['parsingErrors', [point(1, 100)]], ['validationErrors', [point(1, 0)]]) },
      'fail',
      /2 lines could not be extracted/,
      /report this/,
    ],
    ['no permission', 'Logs', { metrics: DENIED }, 'unknown', /lacks/, /Allow a:B/],
  ],
  'active-metrics': [
    [
      'none',
      'Logs',
      { activeMetrics: known({ metrics: 0, sets: [], hasMore: false }) },
      'warn',
      /No metric in the namespace ApiUsage/,
      /5 to 15 minutes/,
    ],
    [
      'many',
      'Logs',
      { activeMetrics: known({ metrics: 50_000, sets: [], hasMore: true }) },
      'pass',
      /At least 50,000 metrics .* at least \$15,000\.00 a month/,
    ],
    ['no permission', 'Logs', { activeMetrics: DENIED }, 'unknown', /lacks/, /Allow a:B/],
  ],
  'series-budget': [
    [
      'nearly full',
      'Logs',
      {
        activeMetrics: known({
          metrics: 900,
          sets: [{ dimensions: 'Service,Region,Account', series: 820, isFolded: false }],
          hasMore: false,
        }),
      },
      'warn',
      /82 % of MaxSeries \(Service,Region,Account/,
      /Raise MaxSeries/,
    ],
    [
      'an extra set full',
      'Logs',
      {
        activeMetrics: known({
          metrics: 900,
          sets: [{ dimensions: 'Service,Agent', series: 1001, isFolded: true }],
          hasMore: false,
        }),
        metrics: metrics(['folded', [point(40, 0)]]),
      },
      'warn',
      /40 calls .* under \(other\), in Service,Agent/,
      /Raise MaxSeries/,
    ],
    [
      'the set of the alarms full',
      'Logs',
      {
        activeMetrics: known({
          metrics: 900,
          sets: [{ dimensions: 'Service,Operation,Region', series: 1001, isFolded: true }],
          hasMore: false,
        }),
        metrics: metrics(['folded', [point(40, 0)]]),
      },
      'fail',
      /Alarms on single operations can miss calls/,
    ],
    [
      'no series',
      'Logs',
      { activeMetrics: known({ metrics: 0, sets: [], hasMore: false }) },
      'pass',
      /No series/,
    ],
    ['no permission', 'Logs', { activeMetrics: DENIED }, 'unknown', /lacks/, /Allow a:B/],
  ],
  'alarm-recipients': [
    [
      'a mail not confirmed',
      'Logs',
      { emails: known([{ address: 'ops@example.com', isPending: true }]) },
      'fail',
      /ops@example\.com has not confirmed/,
      /spam folder/,
    ],
    [
      'one of two not confirmed',
      'Logs',
      {
        emails: known([
          { address: 'a@example.com', isPending: true },
          { address: 'b@example.com', isPending: false },
        ]),
      },
      'warn',
      /a@example\.com has not/,
    ],
    ['unsubscribed', 'Logs', { emails: known([]) }, 'fail', /has no subscribers/, /Subscribe again/],
    [
      'no one to tell',
      'Logs',
      { emails: undefined },
      'warn',
      /Nobody is notified/,
      /AlarmEmail or AlarmTopicArn/,
    ],
    [
      'a custom topic',
      'Logs',
      { emails: undefined, stack: stackOf('Logs', { parameters: { AlarmTopicArn: 'arn:topic' } }) },
      'pass',
      /arn:topic/,
    ],
    ['no permission', 'Logs', { emails: DENIED }, 'unknown', /lacks/, /Allow a:B/],
  ],
  'alarms-there': [
    [
      'a stack without alarms',
      'Logs',
      {
        stack: stackOf('Logs', {
          resources: new Map(
            [...stackOf('Logs').resources].filter(([, { type }]) => type !== 'AWS::CloudWatch::Alarm'),
          ),
        }),
        alarms: known([]),
      },
      'warn',
      /lists no alarms/,
      /Deploy the stack again/,
    ],
    [
      'one gone',
      'Logs',
      { alarms: known([alarm('throttling')]) },
      'fail',
      /usage-silence is gone/,
      /deploy it again/,
    ],
    [
      'actions switched off',
      'Logs',
      { alarms: known([alarm('throttling'), alarm('silence', { isSilenced: true })]) },
      'warn',
      /actions of silence are disabled/,
      /enable-alarm-actions/,
    ],
    ['no permission', 'Logs', { alarms: DENIED }, 'unknown', /lacks/, /Allow a:B/],
  ],
  'alarms-on-counting': [
    [
      'silence',
      'Logs',
      { alarms: known([alarm('throttling'), alarm('silence', { state: 'ALARM', since: at(90) })]) },
      'fail',
      /^silence is in ALARM/,
      /description of each alarm/,
    ],
    ['no permission', 'Logs', { alarms: DENIED }, 'unknown', /lacks/, /Allow a:B/],
  ],
  'alarms-on-calls': [
    [
      'throttling',
      'Logs',
      { alarms: known([alarm('silence'), alarm('throttling', { state: 'ALARM' })]) },
      'warn',
      /^throttling is in ALARM: the tracker works/,
      /"usage\/Who is throttled"/,
    ],
    ['no permission', 'Logs', { alarms: DENIED }, 'unknown', /lacks/, /Allow a:B/],
  ],
}

const resultOf = (id: string, given: Facts) => judge(given).checks.find((check) => check.id === id)
const ALL = CHECKLIST.flatMap(({ checks }) => checks)

describe('a stack that works', () => {
  for (const source of ['Logs', 'Kinesis', 'S3'] as const) {
    it(`passes every check (${source})`, () => {
      const { checks, verdict } = judge(facts(source))
      assert.deepEqual(
        checks.filter((check) => check.verdict !== 'pass'),
        [],
      )
      assert.equal(verdict, 'pass')
    })
  }

  it('is not asked for things that its source does not have', () => {
    const ids = (source: SourceName) => judge(facts(source)).checks.map(({ id }) => id)
    const onlyS3 = ['bucket-events', 'object-rule', 'object-queue']
    assert.deepEqual(
      ids('Logs').filter((id) => onlyS3.includes(id) || id === 'stream-lag' || id === 'failure-bucket'),
      [],
    )
    assert.deepEqual(
      ids('S3').filter((id) => id === 'subscription' || id === 'invoke-permission'),
      [],
    )
    assert.deepEqual(
      ids('Kinesis').filter((id) => onlyS3.includes(id) || id === 'failure-queue'),
      [],
    )
  })

  it('that only other accounts send records to is asked nothing of a trail', () => {
    const { checks } = judge(facts('Kinesis', { trails: undefined, subscription: undefined }))
    assert.deepEqual(
      checks.filter(({ group }) => group === 'Trail'),
      [],
    )
  })
})

describe('every check', () => {
  it('has its cases here', () => {
    assert.deepEqual(Object.keys(CASES).sort(), ALL.map(({ id }) => id).sort())
  })

  it('says what to do unless it passes, and only then', () => {
    for (const [id, cases] of Object.entries(CASES))
      for (const [what, source, changes, verdict] of cases) {
        const { next } = resultOf(id, facts(source, changes)) ?? {}
        assert.equal(next === undefined || next === '', verdict === 'pass', `${id}: ${what}`)
      }
  })
})

for (const { id, title } of ALL) {
  describe(`${id}: "${title}"`, () => {
    for (const [what, source, changes, verdict, found, next] of CASES[id] ?? []) {
      it(`${verdict}: ${what} (${source})`, () => {
        const result = resultOf(id, facts(source, changes))
        assert.equal(result?.verdict, verdict, result?.found)
        assert.match(result.found, found)
        if (next) assert.match(result.next ?? '', next)
      })
    }
  })
}

describe('details', () => {
  it('of failed invocations are the reasons in the log, the newest of each', () => {
    const found = resultOf(
      'function-errors',
      facts('Logs', {
        ...log(
          [2, true, 'PayloadError: x'],
          [3, true, 'PayloadError: x'],
          [9, true, 'Timeout'],
          [9, false, 'w'],
        ),
        metrics: metrics(['errors', [point(2, 0)]]),
      }),
    )
    assert.deepEqual(found?.details, ['2 minutes ago: PayloadError: x', '9 minutes ago: Timeout'])
  })

  it('of failed invocations say if the log cannot be read', () => {
    const found = resultOf(
      'function-errors',
      facts('Logs', { log: DENIED, metrics: metrics(['errors', [point(2, 0)]]) }),
    )
    assert.match(found?.details?.[0] ?? '', /can't be read .*lacks the permission a:B/)
  })

  it('of an alarm are what to do about it, its contributors and since when', () => {
    const contributors = known(
      ['ssm', 'ec2', 's3', 'sqs', 'sns', 'kms'].map((service) => ({
        series: `Service=${service}`,
        since: at(20),
      })),
    )
    const ringing = alarm('throttling', { state: 'ALARM', since: at(40), contributors })
    const found = resultOf('alarms-on-calls', facts('Logs', { alarms: known([ringing, alarm('silence')]) }))
    assert.deepEqual(found?.details, [
      'throttling, since 40 minutes ago: Do this about throttling.',
      ...['ssm', 'ec2', 's3', 'sqs', 'sns'].map(
        (service) => `throttling: Service=${service}, since 20 minutes ago`,
      ),
      'throttling: 1 more',
    ])
  })

  it('of an alarm say if its contributors cannot be read', () => {
    const ringing = alarm('throttling', { state: 'ALARM', contributors: DENIED })
    const found = resultOf('alarms-on-calls', facts('Logs', { alarms: known([ringing, alarm('silence')]) }))
    assert.match(found?.details?.[1] ?? '', /contributors are unknown.*a:B/)
  })

  it('of series are the fullest sets', () => {
    const sets = [
      { dimensions: 'Service,Region', series: 20, isFolded: false },
      { dimensions: 'Service,Agent', series: 900, isFolded: false },
    ]
    const found = resultOf(
      'series-budget',
      facts('Logs', { activeMetrics: known({ metrics: 920, sets, hasMore: false }) }),
    )
    assert.deepEqual(found?.details, [
      'Service,Agent: 900 series of 1,000',
      'Service,Region: 20 series of 1,000',
    ])
  })
})

describe('the verdict on the stack', () => {
  const verdictOf = (changes: Partial<Facts>) => judge(facts('Logs', changes)).verdict
  it('is fail if anything fails, whatever is unknown', () => {
    assert.equal(verdictOf({ failureQueue: known({ messages: 1 }), log: DENIED }), 'fail')
  })
  it('is unknown if something is unknown and nothing fails', () => {
    assert.equal(verdictOf({ log: DENIED, emails: undefined }), 'unknown')
  })
  it('is pass with warnings', () => {
    assert.equal(verdictOf({ emails: undefined }), 'pass')
  })
  it('counts the checks by verdict', () => {
    const { checks, summary } = judge(facts('Logs', { failureQueue: known({ messages: 1 }), log: DENIED }))
    const { fail, warn, unknown } = summary
    assert.deepEqual({ fail, warn, unknown }, { fail: 1, warn: 0, unknown: 1 })
    assert.equal(summary.pass, checks.length - 2)
  })
})

describe('times', () => {
  it('never lie in the future for a datapoint of the period that is not over', () => {
    const found = resultOf('records', facts('Logs', { metrics: metrics(['received', [point(5, -3)]]) }))
    assert.match(found?.found ?? '', /The last one arrived 0 seconds ago, and 5 records/)
  })
  it('are a trail that delivered within the hour', () => {
    assert.equal(
      resultOf('trail-delivering', facts('Logs', status({ deliveredAt: NOW - HOUR })))?.verdict,
      'pass',
    )
  })
})
