import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { ALARM_CHECKS } from '../../../../src/operate/doctor/checks/alarms.ts'
import { denied, resultOf, testChecks } from '../../../support/doctor-checks.ts'
import { alarm, at, DENIED, facts, known, stackOf } from '../../../support/doctor-facts.ts'

testChecks(ALARM_CHECKS, {
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
    denied('Logs', { emails: DENIED }),
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
    denied('Logs', { alarms: DENIED }),
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
    denied('Logs', { alarms: DENIED }),
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
    denied('Logs', { alarms: DENIED }),
  ],
})

describe('the details of an alarm', () => {
  it('are the response to it, its contributors, and how long it has been in ALARM', () => {
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

  it('say if its contributors cannot be read', () => {
    const ringing = alarm('throttling', { state: 'ALARM', contributors: DENIED })
    const found = resultOf('alarms-on-calls', facts('Logs', { alarms: known([ringing, alarm('silence')]) }))
    assert.match(found?.details?.[1] ?? '', /contributors are unknown.*a:B/)
  })
})
