import type { LogFile } from '../../inputs/trail-bucket.ts'
import type { AwsClients } from '../aws/clients.ts'
import { AwsError, calling } from '../aws/errors.ts'
import { workOn } from '../workers.ts'
import { type Backfill, filesLeft } from './backfill.ts'
import { objectMessage } from './log-file.ts'

/** Sends messages to the object queue. Resolves when the queue has all of them. */
export type SendMessages = (bodies: readonly string[]) => Promise<void>

/** Maximum number of messages per request. */
const MESSAGES = 10

const WORKERS = 8

/** Has the function read log files: sends a message for each to the object queue, as EventBridge does for new ones. */
export async function backfillByQueue(backfill: Backfill, send: SendMessages): Promise<void> {
  const { bucket, journal, onFile } = backfill
  const idOf = ({ key }: LogFile) => `s3://${bucket}/${key}`
  await workOn(grouped(filesLeft(backfill, idOf), MESSAGES), WORKERS, async (files) => {
    await send(files.map(({ key }) => objectMessage({ bucket, key })))
    await Promise.all(files.map((file) => journal.note(idOf(file), [])))
    for (const _ of files) onFile({ fate: 'queued' })
  })
}

async function* grouped<T>(items: AsyncIterable<T>, size: number): AsyncGenerator<T[]> {
  let group: T[] = []
  for await (const item of items) {
    group.push(item)
    if (group.length < size) continue
    yield group
    group = []
  }
  if (group.length > 0) yield group
}

/**
 * Sends messages to a queue.
 * @throws {AwsError} with an explanation, also if the queue rejected some of the messages
 */
export function messageSender(aws: AwsClients, queueUrl: string): SendMessages {
  return async (bodies) => {
    const sqs = await aws.sqs()
    const Entries = bodies.map((MessageBody, i) => ({ Id: String(i), MessageBody }))
    const { Failed: [failed] = [] } = await calling('sqs:SendMessage', () =>
      sqs.sendMessageBatch({ QueueUrl: queueUrl, Entries }),
    )
    if (failed === undefined) return
    const message = `sqs:SendMessage failed: ${failed.Code}: ${failed.Message}`
    throw new AwsError({ kind: 'other', message }, failed)
  }
}
