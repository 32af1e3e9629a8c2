import { setTimeout } from 'node:timers/promises'
import { sqsEvent } from '../../events/lambda-events.ts'
import { counted, numberText } from '../../util/number-text.ts'
import type { AwsClients } from '../aws/clients.ts'
import { calling } from '../aws/errors.ts'
import { countMessage } from './count-message.ts'
import type { FailedObjects } from './failed-message.ts'
import type { FailureQueue, QueueMessage } from './queue.ts'
import type { Replay } from './replay.ts'
import type { Fate } from './take-each.ts'

/** Moves all visible messages in the failure queue back to the object queue, with a redrive of SQS. */
export interface Redrive {
  readonly start: () => Promise<void>
  /** Waits until no redrive is running. Returns the reason if the last one failed. */
  readonly finished: (signal: AbortSignal, onProgress: (text: string) => void) => Promise<string | undefined>
}

/** How long to hide messages that must not be moved. A redrive takes less time. */
const HIDDEN_SECONDS = 3600

/** SQS updates its progress every few seconds. */
const ASK_MS = 2000

/**
 * The redrive from the failure queue to the object queue.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_StartMessageMoveTask.html
 */
export function redriveOf(
  aws: AwsClients,
  failureQueueArn: string,
  objectQueueArn: string,
  askMs = ASK_MS,
): Redrive {
  return {
    async start() {
      const sqs = await aws.sqs()
      // SQS knows the source queue only of messages that a queue moved here, not of those from EventBridge.
      await calling('sqs:StartMessageMoveTask', () =>
        sqs.startMessageMoveTask({ SourceArn: failureQueueArn, DestinationArn: objectQueueArn }),
      )
    },
    async finished(signal, onProgress) {
      const sqs = await aws.sqs()
      for (;;) {
        const { Results: [task] = [] } = await calling('sqs:ListMessageMoveTasks', () =>
          sqs.listMessageMoveTasks({ SourceArn: failureQueueArn, MaxResults: 1 }),
        )
        const {
          Status,
          FailureReason,
          ApproximateNumberOfMessagesMoved: moved,
          ApproximateNumberOfMessagesToMove: all,
        } = task ?? {}
        if (Status !== 'RUNNING' && Status !== 'CANCELLING')
          return Status === 'FAILED' ? FailureReason : undefined
        const total = all === undefined ? 'the messages' : counted(all, 'message')
        onProgress(`SQS has moved ${numberText(moved ?? 0)} of ${total} back to the object queue`)
        await setTimeout(askMs, undefined, { signal })
      }
    },
  }
}

/**
 * Moves messages about objects back to their queue, all at once. They have been received and are hidden, so they are made
 * visible first, while messages that must not be moved stay hidden.
 * @param objects the IDs of the messages to move
 * @param staying the receipt handles of all hidden messages. Those of the moved messages are removed
 */
export async function redriveObjects(
  queue: FailureQueue,
  redrive: Redrive,
  objects: ReadonlySet<string>,
  staying: Map<string, string>,
  { signal, onProgress }: Replay,
): Promise<void> {
  if (objects.size === 0) return
  const [moving, others]: [string[], string[]] = [[], []]
  for (const [id, receipt] of staying) (objects.has(id) ? moving : others).push(receipt)
  await queue.hide(others, HIDDEN_SECONDS)
  staying.clear()
  await queue.hide(moving, 0)
  await redrive.start()
  const failure = await redrive.finished(signal, onProgress)
  await queue.hide(others, 0)
  if (failure !== undefined) throw new Error(`SQS could not move all messages back: ${failure}`)
}

/**
 * Invokes the function with a message about objects, in a stack that has no object queue any more because its source has
 * changed. This works if the function's role may still read the objects.
 */
export async function replayObjects(
  { id, body }: QueueMessage,
  { cause, failedAt }: FailedObjects,
  replay: Replay,
): Promise<Fate> {
  const { fate, isCounted, error } = await countMessage(id, sqsEvent([body]), replay)
  replay.onOutcome({ fate, cause: error ?? cause, failedAt, records: undefined, expired: 0 })
  return isCounted ? 'remove' : 'stay'
}
