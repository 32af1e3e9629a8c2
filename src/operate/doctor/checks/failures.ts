import { MINUTE_MS } from '../../../util/time.ts'
import { type Check, fail, given, pass } from '../check.ts'
import type { Facts, MetricName } from '../facts.ts'
import { ago, count, duration } from '../words.ts'
import { highest, recent } from './series.ts'

/** Where batches wait longer than this, in milliseconds, the stack's alarms go off. */
const STUCK_MS = 15 * MINUTE_MS

const replay = ({ stack }: Facts) =>
  `Fix the cause, which the function's log has, and send them again: api-usage replay --stack ${stack.name}`

/** What waits, and what failed. */
export const FAILURE_CHECKS: readonly Check[] = [
  {
    id: 'object-queue',
    title: 'Log files do not wait in the queue',
    looksAt: 'sqs:GetQueueAttributes, AWS/SQS ApproximateAgeOfOldestMessage',
    judge: (facts) =>
      facts.objectQueue &&
      given(facts.objectQueue, (queue) => {
        if (queue === undefined)
          return fail(
            'The queue of log files is gone.',
            'Deploy the stack with another Source and back, or delete it and deploy it anew.',
          )
        const age = ageMs(facts, 'objectAge')
        const waiting = `${count(queue.messages, 'message')} in the queue`
        if (age === undefined || age <= STUCK_MS || queue.messages === 0) return pass(`${waiting}.`)
        return fail(
          `${waiting}, the oldest for ${duration(age)}.`,
          'Look at the errors, throttles and event source mapping of the function above. A file that fails is tried five times, then it goes to the failure queue.',
        )
      }),
  },
  {
    id: 'stream-lag',
    title: 'Records do not wait in the stream',
    looksAt: 'AWS/Lambda IteratorAge',
    judge: (facts) => {
      if (facts.names.streamArn === undefined) return undefined
      return given(facts.metrics, () => {
        const age = ageMs(facts, 'iteratorAge', 1)
        if (age === undefined) return pass('Nothing was read from the stream in the last 15 minutes.')
        if (age <= STUCK_MS) return pass(`They waited ${duration(age)} at most in the last 15 minutes.`)
        return fail(
          `They waited up to ${duration(age)} in the last 15 minutes.`,
          'If invocations fail, fix the cause. If they do not, they are too slow: raise MemorySize or ParallelizationFactor.',
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
          return fail(
            'The failure queue is gone: events that fail are lost.',
            'Deploy the stack with another Source and back, or delete it and deploy it anew.',
          )
        if (queue.messages === 0) return pass('Nothing is in it.')
        const age = ageMs(facts, 'failureAge')
        const oldest = age === undefined ? '' : `, the oldest for ${duration(age)}`
        return fail(
          `${count(queue.messages, 'message')} in it${oldest}. Their records are not counted, and SQS deletes them after 14 days.`,
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
          return fail(
            'The failure bucket is gone: batches that fail are lost.',
            'Deploy the stack with another Source and back, or delete it and deploy it anew.',
          )
        const { objects, hasMore, oldestAt } = bucket
        if (objects === 0) return pass('Nothing is in it.')
        const oldest = oldestAt === undefined ? '' : `, the oldest put there ${ago(oldestAt, facts.now)}`
        return fail(
          `${hasMore ? 'At least ' : ''}${count(objects, 'batch', 'batches')} in it${oldest}. Their records are not counted, and S3 deletes them after 14 days.`,
          replay(facts),
        )
      }),
  },
]

/** The highest age of the last 15 minutes, in milliseconds; undefined where there is none. */
function ageMs({ metrics, now }: Facts, name: MetricName, unitMs = 1000): number | undefined {
  if ('unknown' in metrics) return undefined
  const points = recent(metrics.known, name, now, 15 * MINUTE_MS)
  return points.length === 0 ? undefined : highest(points) * unitMs
}
