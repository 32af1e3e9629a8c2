import type { Message } from '@aws-sdk/client-sqs'
import type { AwsClients } from '../aws/clients.ts'
import { calling } from '../aws/errors.ts'

/** A message in the failure queue. */
export interface QueueMessage {
  readonly id: string
  readonly body: string
  /** The receipt handle of the message. */
  readonly handle: string
  /** The time when it was sent to the queue, in milliseconds since 1970. */
  readonly sentAt: number
  /** The error of EventBridge, if it could not deliver the message. */
  readonly deliveryError: string | undefined
}

export interface QueueState {
  readonly arn: string
  readonly waiting: number
  /** The number of messages in flight: received, but neither removed nor visible again. */
  readonly hidden: number
}

/** The failure queue. */
export interface FailureQueue {
  /** The approximate number of messages. */
  readonly state: () => Promise<QueueState>
  /** Receives up to `most` messages and hides them for a time. Returns none if none are left. */
  readonly receive: (most: number) => Promise<readonly QueueMessage[]>
  readonly remove: (handle: string) => Promise<void>
  /** Hides received messages for `seconds` more. With 0, they are visible again immediately. */
  readonly hide: (handles: readonly string[], seconds: number) => Promise<void>
}

/** Maximum number of messages in a request to SQS. */
export const MAX_MESSAGES = 10

/** A long poll asks all servers of the queue, so an empty response means that nothing is left. */
const POLL_SECONDS = 5

/**
 * The queue at a URL.
 * @param hiddenSeconds how long a received message stays hidden
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
        // An entry may fail because its receipt handle has expired. Then the message is visible again anyway.
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
