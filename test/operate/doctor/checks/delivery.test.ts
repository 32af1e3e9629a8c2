import { DELIVERY_CHECKS } from '../../../../src/operate/doctor/checks/delivery.ts'
import type { Facts } from '../../../../src/operate/doctor/facts/facts.ts'
import { denied, testChecks } from '../../../support/doctor-checks.ts'
import { DENIED, known, measured, point } from '../../../support/doctor-facts.ts'

const FUNCTION = 'arn:aws:lambda:eu-west-1:111122223333:function:usage-function'

const trailLogGroup = (trail: Facts['logGroups']['trail']) => ({
  logGroups: { function: known({ logClass: 'STANDARD' }), trail },
})

const mapping = (state: string, lastResult = 'OK', stateReason?: string) => ({
  mapping: known({ state, stateReason, lastResult }),
})

testChecks(DELIVERY_CHECKS, {
  'trail-log-group': [
    [
      'a log group that is not there',
      'Logs',
      trailLogGroup(known(undefined)),
      'fail',
      /trail-logs does not exist/,
      /TrailLogGroupName/,
    ],
    [
      'another class',
      'Kinesis',
      trailLogGroup(known({ logClass: 'INFREQUENT_ACCESS' })),
      'fail',
      /INFREQUENT_ACCESS/,
      /class of a log group can't be changed/,
    ],
    denied('Logs', trailLogGroup(DENIED)),
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
            destinationArn: FUNCTION,
          },
        ]),
      },
      'warn',
      /the filter pattern .*, but the stack ""/,
      /--filter-pattern ''/,
    ],
    denied('Logs', { subscription: DENIED }),
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
    denied('Logs', { invokePermission: DENIED }),
  ],
  'subscription-delivery': [
    [
      'failures now',
      'Logs',
      measured(['deliveryErrors', [point(3, 0)]], ['deliveryThrottles', [point(1, 5)]]),
      'fail',
      /4 deliveries failed in the last hour/,
      /retries for 24 hours/,
    ],
    [
      'failures before',
      'Logs',
      measured(['deliveryErrors', [point(1, 120)]]),
      'warn',
      /1 delivery failed in the last three hours, none in the last/,
    ],
    denied('Logs', { metrics: DENIED }),
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
    denied('S3', { mapping: DENIED }),
  ],
})
