import { setTimeout } from 'node:timers/promises'
import { sqsEvent } from '../../events/lambda-events.ts'
import type { AwsClients } from '../aws/clients.ts'
import { calling } from '../aws/errors.ts'
import type { FailedObjects } from './failed-message.ts'
import type { FailureQueue, QueueMessage } from './queue.ts'
import type { Replay } from './replay.ts'
import type { Fate } from './take-each.ts'

/** Moves all messages that are visible in the failure queue back to the queue of objects: SQS does so by itself. */
export interface Redrive {
  readonly start: () => Promise<void>
  /** Waits until none is under way. Returns why the last one failed, if it did. */
  readonly finished: (signal: AbortSignal, onProgress: (text: string) => void) => Promise<string | undefined>
}

/** How long messages that are not to be moved stay hidden: longer than a redrive takes. */
const HIDDEN_SECONDS = 3600

/** SQS updates its progress every few seconds. */
const ASK_MS = 2000

/**
 * The redrive from the failure queue to the queue of objects.
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
      // SQS knows where messages came from only if another queue gave up on them, and not those of EventBridge.
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
        onProgress(`SQS has moved ${moved ?? 0} of ${all ?? 'the'} messages back to the queue of objects`)
        await setTimeout(askMs, undefined, { signal })
      }
    },
  }
}

/**
 * Moves messages that name objects back to their queue, all in one. They have been looked at and are hidden: they are put
 * back first, while those that are not to be moved stay hidden.
 * @param objects the IDs of the messages to be moved
 * @param staying the receipts of all messages that are hidden; those that are dealt with here are taken out of it
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
 * Has the function read the objects that a message names, in a stack whose source has changed: there is no queue of
 * objects any more. It can, if its role may still read them.
 */
export async function replayObjects(
  { id, body }: QueueMessage,
  { cause, failedAt }: FailedObjects,
  { dryRun, count, journal, onOutcome }: Replay,
): Promise<Fate> {
  const tell = (fate: 'waits' | 'counted' | 'counted before' | 'failed again', why = cause) =>
    onOutcome({ fate, cause: why, failedAt, records: undefined, expired: 0 })
  if (dryRun) {
    tell('waits')
    return 'stay'
  }
  if (journal.leftOf(id) !== undefined) {
    tell('counted before')
    return 'remove'
  }
  const answer = await count(sqsEvent([body]))
  if (answer.kind === 'counted' && answer.failedItems.length === 0) {
    await journal.note(id, [])
    tell('counted')
    return 'remove'
  }
  tell('failed again', answer.kind === 'failed' ? `${answer.type}: ${answer.message}` : cause)
  return 'stay'
}
