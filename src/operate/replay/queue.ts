import type { Message } from '@aws-sdk/client-sqs'
import type { AwsClients } from '../aws/clients.ts'
import { calling } from '../aws/errors.ts'

/** A message in the failure queue. */
export interface QueueMessage {
  readonly id: string
  readonly body: string
  /** Names this receipt of the message. */
  readonly handle: string
  /** When it came into the queue, in milliseconds since 1970. */
  readonly sentAt: number
  /** The error that EventBridge had when it could not deliver the message elsewhere. */
  readonly deliveryError: string | undefined
}

export interface QueueState {
  readonly arn: string
  readonly waiting: number
  /** Received by someone, and neither removed nor back yet. */
  readonly hidden: number
}

/** The queue that keeps what failed. */
export interface FailureQueue {
  /** How many messages there are, about. */
  readonly state: () => Promise<QueueState>
  /** Receives up to `most` messages and hides them for a time; none where none are left. */
  readonly receive: (most: number) => Promise<readonly QueueMessage[]>
  readonly remove: (handle: string) => Promise<void>
  /** Hides messages that were received for `seconds` more; with 0 they are back at once. */
  readonly hide: (handles: readonly string[], seconds: number) => Promise<void>
}

/** The most messages that SQS takes or gives in one request. */
export const MAX_MESSAGES = 10

/** A long poll asks all servers of the queue: an empty answer means that nothing is left. */
const POLL_SECONDS = 5

/**
 * The queue at a URL.
 * @param hiddenSeconds how long a message that was received stays hidden
 */
export function failureQueue(aws: AwsClients, url: string, hiddenSeconds: number): FailureQueue {
  const queue = { QueueUrl: url }
  return {
    async state() {
      const sqs = await aws.sqs()
      const { Attributes = {} } = await calling('sqs:GetQueueAttributes', () =>
        sqs.getQueueAttributes({
          ...queue,
          AttributeNames: [
            'QueueArn',
            'ApproximateNumberOfMessages',
            'ApproximateNumberOfMessagesNotVisible',
          ],
        }),
      )
      return {
        arn: Attributes.QueueArn ?? '',
        waiting: Number(Attributes.ApproximateNumberOfMessages ?? 0),
        hidden: Number(Attributes.ApproximateNumberOfMessagesNotVisible ?? 0),
      }
    },
    async receive(most) {
      const sqs = await aws.sqs()
      const { Messages = [] } = await calling('sqs:ReceiveMessage', () =>
        sqs.receiveMessage({
          ...queue,
          MaxNumberOfMessages: Math.min(most, MAX_MESSAGES),
          VisibilityTimeout: hiddenSeconds,
          WaitTimeSeconds: POLL_SECONDS,
          MessageSystemAttributeNames: ['SentTimestamp'],
          MessageAttributeNames: ['ERROR_CODE', 'ERROR_MESSAGE'],
        }),
      )
      return Messages.map(toMessage)
    },
    async remove(handle) {
      const sqs = await aws.sqs()
      await calling('sqs:DeleteMessage', () => sqs.deleteMessage({ ...queue, ReceiptHandle: handle }))
    },
    async hide(handles, seconds) {
      const sqs = await aws.sqs()
      for (let i = 0; i < handles.length; i += MAX_MESSAGES) {
        const Entries = handles.slice(i, i + MAX_MESSAGES).map((ReceiptHandle, place) => ({
          Id: String(place),
          ReceiptHandle,
          VisibilityTimeout: seconds,
        }))
        // An entry may fail because its receipt has run out: then the message is back anyway.
        await calling('sqs:ChangeMessageVisibility', () =>
          sqs.changeMessageVisibilityBatch({ ...queue, Entries }),
        )
      }
    },
  }
}

function toMessage({ MessageId, Body, ReceiptHandle, Attributes, MessageAttributes }: Message): QueueMessage {
  const [code, text] = ['ERROR_CODE', 'ERROR_MESSAGE'].map((name) => MessageAttributes?.[name]?.StringValue)
  return {
    id: MessageId ?? '',
    body: Body ?? '',
    handle: ReceiptHandle ?? '',
    sentAt: Number(Attributes?.SentTimestamp ?? 0),
    deliveryError: code === undefined ? undefined : `${code}${text === undefined ? '' : `: ${text}`}`,
  }
}
