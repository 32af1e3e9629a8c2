import { HOUR_MS } from '../../util/time.ts'
import type { AwsClients } from '../aws/clients.ts'
import type { Stack } from '../aws/stack.ts'
import { COUNT_ACTION, functionOf } from '../function.ts'
import { failureBucket } from './bucket.ts'
import { replayQueue } from './failure-queue.ts'
import { replayBatches } from './kinesis.ts'
import { failureQueue, type QueueState } from './queue.ts'
import type { Replay } from './replay.ts'
import { redriveOf } from './s3.ts'

/** The IAM actions that replaying takes, by the resource of the stack that is replayed. */
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

/** Enough for a thousand messages in two minutes, and few enough to leave room for what comes meanwhile. */
const MAX_WORKERS = 8

/** Time for all that is done with a message but counting it, in seconds. */
const HANDLING_SECONDS = 60

/** The messages that a worker receives at once, at most, and counts one after the other. */
const MESSAGES_AT_ONCE = 10

export type StackReplay = Omit<Replay, 'workers' | 'oldestMs' | 'count'> & {
  readonly now: number
  /** Is told how many messages wait before the first is taken; undefined for batches, which nobody has counted. */
  readonly onWaiting: (state: QueueState | undefined) => void
}

/**
 * Sends again what failed in a stack.
 * @throws {AwsError} in words, where AWS can't be asked
 * @throws {Error} where the stack has no place for what failed, or `max` can't be kept to
 */
export async function replayStack(aws: AwsClients, stack: Stack, options: StackReplay): Promise<void> {
  const { FunctionName, FailureQueueUrl, FailureBucketName, ObjectQueueArn } = stack.outputs
  if (FunctionName === undefined || (FailureQueueUrl === undefined && FailureBucketName === undefined))
    throw new Error(
      `${stack.name} is no stack of API Usage Tracker: it has no outputs FunctionName and FailureQueueUrl or FailureBucketName.`,
    )
  const reserved = Number(stack.parameters.ReservedConcurrency ?? 0)
  const replay: Replay = {
    ...options,
    workers: reserved > 0 ? Math.min(reserved, MAX_WORKERS) : MAX_WORKERS,
    oldestMs: options.now - Number(stack.parameters.MaxAgeHours ?? 335) * HOUR_MS,
    count: functionOf(aws, FunctionName),
  }
  if (FailureQueueUrl !== undefined) {
    if (ObjectQueueArn !== undefined && Number.isFinite(options.max))
      throw new Error('With Source=S3, SQS moves all messages back in one go: leave --max out.')
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
