import { HOUR_MS } from '../../util/time.ts'
import type { AwsClients } from '../aws/clients.ts'
import type { Stack } from '../aws/stack.ts'
import { COUNT_ACTION, functionOf } from '../function.ts'
import { maxAgeHours } from '../max-age.ts'
import { failureBucket } from './bucket.ts'
import { replayQueue } from './failure-queue.ts'
import { replayBatches } from './kinesis.ts'
import { failureQueue, type QueueState } from './queue.ts'
import type { Replay } from './replay.ts'
import { redriveOf } from './s3.ts'

/** The IAM actions that a replay needs, by the resource of the stack that is replayed. */
export const REPLAY_ACTIONS = {
  function: [COUNT_ACTION],
  queue: [
    'sqs:GetQueueAttributes',
    'sqs:ReceiveMessage',
    'sqs:ChangeMessageVisibility',
    'sqs:DeleteMessage',
    'sqs:StartMessageMoveTask',
    'sqs:ListMessageMoveTasks',
  ],
  objectQueue: ['sqs:SendMessage'],
  bucket: ['s3:ListBucket', 's3:GetObject', 's3:PutObject', 's3:DeleteObject'],
} as const

/** Enough for a thousand messages in two minutes, and few enough to leave concurrency for new records. */
const MAX_WORKERS = 8

/** Time for everything but counting that a message needs, in seconds. */
const HANDLING_SECONDS = 60

/** Maximum number of messages that a worker receives at once. It counts them one after the other. */
const MESSAGES_AT_ONCE = 10

export type StackReplay = Omit<Replay, 'workers' | 'oldestMs' | 'count'> & {
  readonly now: number
  /** Receives the number of messages before the first is processed; undefined for batches, whose number is unknown. */
  readonly onWaiting: (state: QueueState | undefined) => void
}

/**
 * Replays the failed records of a stack.
 * @throws {AwsError} with an explanation, if an AWS call fails
 * @throws {Error} if the stack has neither a failure queue nor a failure bucket, or `max` isn't supported
 */
export async function replayStack(aws: AwsClients, stack: Stack, options: StackReplay): Promise<void> {
  const { FunctionName, FailureQueueUrl, FailureBucketName, ObjectQueueArn } = stack.outputs
  if (FunctionName === undefined || (FailureQueueUrl === undefined && FailureBucketName === undefined))
    throw new Error(
      `${stack.name} is not an API Usage Tracker stack: it has no outputs FunctionName and FailureQueueUrl or FailureBucketName.`,
    )
  const reserved = Number(stack.parameters.ReservedConcurrency ?? 0)
  const replay: Replay = {
    ...options,
    workers: reserved > 0 ? Math.min(reserved, MAX_WORKERS) : MAX_WORKERS,
    oldestMs: options.now - maxAgeHours(stack) * HOUR_MS,
    count: functionOf(aws, FunctionName),
  }
  if (FailureQueueUrl !== undefined) {
    if (ObjectQueueArn !== undefined && Number.isFinite(options.max))
      throw new Error("With Source=S3, SQS moves all messages back at once, so you can't use --max.")
    const atOnce = ObjectQueueArn === undefined ? 1 : MESSAGES_AT_ONCE
    const hiddenSeconds = Number(stack.parameters.Timeout ?? 60) * atOnce + HANDLING_SECONDS
    const queue = failureQueue(aws, FailureQueueUrl, hiddenSeconds)
    const state = await queue.state()
    options.onWaiting(state)
    const redrive = ObjectQueueArn === undefined ? undefined : redriveOf(aws, state.arn, ObjectQueueArn)
    await replayQueue(queue, replay, redrive)
  } else if (FailureBucketName !== undefined) {
    options.onWaiting(undefined)
    await replayBatches(failureBucket(aws, FailureBucketName), replay)
  }
}
