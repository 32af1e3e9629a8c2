import { FAILURE_CHECKS } from '../../../../src/operate/doctor/checks/failures.ts'
import { denied, testChecks } from '../../../support/doctor-checks.ts'
import { at, DENIED, known, measured, point } from '../../../support/doctor-facts.ts'

testChecks(FAILURE_CHECKS, {
  'object-queue': [
    [
      'stuck',
      'S3',
      measured(['objectAge', [point(1800, 0)]]),
      'fail',
      /3 messages in the queue, the oldest for 30 minutes/,
      /After five failed attempts/,
    ],
    ['gone', 'S3', { objectQueue: known(undefined) }, 'fail', /no longer exists/, /Deploy/],
    denied('S3', { objectQueue: DENIED }),
  ],
  'stream-lag': [
    [
      'behind',
      'Kinesis',
      measured(['iteratorAge', [point(2_400_000, 0)]]),
      'fail',
      /up to 40 minutes/,
      /ParallelizationFactor/,
    ],
    ['in time', 'Kinesis', measured(['iteratorAge', [point(60_000, 0)]]), 'pass', /at most 1 minute/],
    denied('Kinesis', { metrics: DENIED }),
  ],
  'failure-queue': [
    [
      'messages',
      'Logs',
      { failureQueue: known({ messages: 12 }), ...measured(['failureAge', [point(259_200, 0)]]) },
      'fail',
      /12 messages in it, the oldest for 3 days\. .*haven't been counted, .*14 days/,
      /api-usage replay --stack usage$/,
    ],
    [
      'one message',
      'Logs',
      { failureQueue: known({ messages: 1 }) },
      'fail',
      /^1 message in it\. The records/,
    ],
    ['gone', 'Logs', { failureQueue: known(undefined) }, 'fail', /failed events are lost/, /Deploy/],
    denied('Logs', { failureQueue: DENIED }),
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
    denied('Kinesis', { failureBucket: DENIED }),
  ],
})
