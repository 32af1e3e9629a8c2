import { counted } from '../../../util/number-text.ts'
import { MINUTE_MS } from '../../../util/time.ts'
import { type Check, fail, given, pass } from '../check.ts'
import type { Facts } from '../facts/facts.ts'
import type { MetricName } from '../facts/metrics.ts'
import { ago, CREATE_AGAIN, duration } from '../words.ts'
import { highest, recent } from './series.ts'

/** The threshold of the stack's lag alarms, in milliseconds. */
const STUCK_MS = 15 * MINUTE_MS

const replay = ({ stack }: Facts) =>
  `Fix the cause (see the function's log), then replay them: api-usage replay --stack ${stack.name}`

/** Waiting and failed records. */
export const FAILURE_CHECKS: readonly Check[] = [
  {
    id: 'object-queue',
    title: 'Log files are not delayed in the queue',
    looksAt: 'sqs:GetQueueAttributes, AWS/SQS ApproximateAgeOfOldestMessage',
    judge: (facts) =>
      facts.objectQueue &&
      given(facts.objectQueue, (queue) => {
        if (queue === undefined) return fail('The object queue no longer exists.', CREATE_AGAIN)
        const age = ageMs(facts, 'objectAge')
        const waiting = `${counted(queue.messages, 'message')} in the queue`
        if (age === undefined || age <= STUCK_MS || queue.messages === 0) return pass(`${waiting}.`)
        return fail(
          `${waiting}, the oldest for ${duration(age)}.`,
          'Check the errors, throttles and event source mapping of the function above. After five failed attempts, a log file goes to the failure queue.',
        )
      }),
  },
  {
    id: 'stream-lag',
    title: 'Records are not delayed in the stream',
    looksAt: 'AWS/Lambda IteratorAge',
    judge: (facts) => {
      if (facts.names.streamArn === undefined) return undefined
      return given(facts.metrics, () => {
        const age = ageMs(facts, 'iteratorAge', 1)
        if (age === undefined) return pass('Nothing was read from the stream in the last 15 minutes.')
        if (age <= STUCK_MS) return pass(`They waited at most ${duration(age)} in the last 15 minutes.`)
        return fail(
          `They waited up to ${duration(age)} in the last 15 minutes.`,
          'If invocations fail, fix the cause. Otherwise, they are too slow: raise MemorySize or ParallelizationFactor.',
        )
      })
    },
  },
  {
    id: 'failure-queue',
    title: 'The failure queue is empty',
    looksAt: 'sqs:GetQueueAttributes, AWS/SQS ApproximateAgeOfOldestMessage',
    judge: (facts) =>
      facts.failureQueue &&
      given(facts.failureQueue, (queue) => {
        if (queue === undefined)
          return fail('The failure queue no longer exists, so failed events are lost.', CREATE_AGAIN)
        if (queue.messages === 0) return pass('Nothing is in it.')
        const age = ageMs(facts, 'failureAge')
        const oldest = age === undefined ? '' : `, the oldest for ${duration(age)}`
        return fail(
          `${counted(queue.messages, 'message')} in it${oldest}. The records haven't been counted, and SQS deletes messages after 14 days.`,
          replay(facts),
        )
      }),
  },
  {
    id: 'failure-bucket',
    title: 'The failure bucket is empty',
    looksAt: 's3:ListBucket',
    judge: (facts) =>
      facts.failureBucket &&
      given(facts.failureBucket, (bucket) => {
        if (bucket === undefined)
          return fail('The failure bucket no longer exists, so failed batches are lost.', CREATE_AGAIN)
        const { objects, hasMore, oldestAt } = bucket
        if (objects === 0) return pass('Nothing is in it.')
        const oldest = oldestAt === undefined ? '' : `, the oldest added ${ago(oldestAt, facts.now)}`
        return fail(
          `${hasMore ? 'At least ' : ''}${counted(objects, 'batch', 'batches')} in it${oldest}. The records haven't been counted, and S3 deletes batches after 14 days.`,
          replay(facts),
        )
      }),
  },
]

/** The highest age of the last 15 minutes, in milliseconds; undefined if there is no data. */
function ageMs({ metrics, now }: Facts, name: MetricName, unitMs = 1000): number | undefined {
  if ('unknown' in metrics) return undefined
  const points = recent(metrics.known, name, now, 15 * MINUTE_MS)
  return points.length === 0 ? undefined : highest(points) * unitMs
}
