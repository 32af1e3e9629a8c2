import { TRAIL_CHECKS } from '../../../../src/operate/doctor/checks/trail.ts'
import type { TrailStatus } from '../../../../src/operate/doctor/facts/trail.ts'
import { denied, testChecks } from '../../../support/doctor-checks.ts'
import {
  at,
  DENIED,
  known,
  measured,
  stackOf,
  stackWith,
  trail,
  trailStatus,
} from '../../../support/doctor-facts.ts'

const status = (changes: Partial<TrailStatus>) => ({
  trails: known([trail({ status: known(trailStatus(changes)) })]),
})

const covering = (reads: boolean, writes: boolean, excludedSources: readonly string[] = []) => ({
  trails: known([trail({ coverage: known({ reads, writes, excludedSources }) })]),
})

const SUBSCRIBED = stackWith('S3', {
  ObjectSubscription: { physicalId: 'arn:aws:sns:eu-west-1:1:t:2', type: 'AWS::SNS::Subscription' },
})

const QUIET = measured(['received', []])

testChecks(TRAIL_CHECKS, {
  'trail-found': [
    [
      'a log group that no trail delivers to',
      'Logs',
      { trails: known([]), ...QUIET },
      'fail',
      /No trail .* delivers to the log group trail-logs/,
      /Set this log group on your trail/,
    ],
    [
      'a bucket that no trail seen here delivers to',
      'S3',
      { trails: known([]), ...QUIET },
      'unknown',
      /delivers to the bucket trail-bucket\. It may be the trail of another account/,
      /In the account of the trail, check/,
    ],
    [
      'a prefix that no trail has',
      'S3',
      {
        trails: known([]),
        ...QUIET,
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
        stack: stackWith('Logs', { Trail: { physicalId: 'usage', type: 'AWS::CloudTrail::Trail' } }),
      },
      'fail',
      /The trail that the stack created no longer exists/,
      /CreateTrail=true/,
    ],
    denied('Logs', { trails: DENIED }),
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
            status: known(trailStatus({ isLogging: false })),
          }),
        ]),
      },
      'fail',
      /arn:two is not logging/,
    ],
    denied('Logs', { trails: known([trail({ status: DENIED })]) }),
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
    ['delivered an hour ago', 'Logs', status({ deliveredAt: at(60) }), 'pass', /without errors/],
    denied('Logs', { trails: known([trail({ status: DENIED })]) }),
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
    denied('Logs', { trails: known([trail({ coverage: DENIED })]) }),
  ],
})
