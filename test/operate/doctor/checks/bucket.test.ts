import assert from 'node:assert/strict'
import { BUCKET_CHECKS } from '../../../../src/operate/doctor/checks/bucket.ts'
import type { Facts } from '../../../../src/operate/doctor/facts/facts.ts'
import { denied, testChecks } from '../../../support/doctor-checks.ts'
import { DENIED, facts, known, measured, point } from '../../../support/doctor-facts.ts'

const OBJECTS = 'arn:aws:sqs:eu-west-1:111122223333:objects'

const bucket = (changes: Partial<NonNullable<Facts['bucket']>>): Partial<Facts> => {
  const { bucket: healthy } = facts('S3')
  assert.ok(healthy)
  return { bucket: { ...healthy, ...changes } }
}

testChecks(BUCKET_CHECKS, {
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
    denied('S3', bucket({ notifications: DENIED })),
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
    denied('S3', bucket({ rule: DENIED })),
  ],
  'object-rule-delivery': [
    [
      'failures now',
      'S3',
      measured(['ruleFailures', [point(4, 0)]]),
      'fail',
      /could not deliver 4 events about log files to the queue/,
      /events\.amazonaws\.com/,
    ],
    ['failures before', 'S3', measured(['ruleFailures', [point(1, 120)]]), 'warn', /1 event about/],
    denied('S3', { metrics: DENIED }),
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
    denied('S3', bucket({ topicSubscription: DENIED })),
  ],
})
