import type { Message } from '../core/cloudtrail/call.ts'
import { recordTexts } from '../core/cloudtrail/log-file.ts'
import { PayloadError } from '../util/errors.ts'
import { contentsOf } from '../util/gzip.ts'
import { createDeadline } from './deadline.ts'
import { type EventRecord, recordsOf } from './event-records.ts'
import { namedObjects } from './s3-notification.ts'
import type { Deliver, PayloadFailure, ReadOptions, Source } from './source.ts'

interface SqsEvent {
  readonly Records: readonly SqsRecord[]
}

interface SqsRecord {
  readonly messageId: string
  readonly body: string
}

/**
 * A queue of messages that each name objects in the bucket of a trail. One that fails is delivered again, the others are
 * counted. Objects that there is no time left to read fail unread, so that the others do not time out with them.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html
 */
export const s3Source: Source<SqsEvent> = {
  name: 'SQS queue of S3 objects',
  matches: (event): event is SqsEvent => recordsOf(event, 'aws:sqs')?.every(isSqsRecord) ?? false,
  async read({ Records }, options, deliver) {
    const failures: PayloadFailure[] = []
    const hasTime = createDeadline(options.remainingMs)
    let objectsSkipped = 0
    for (const { messageId, body } of Records) {
      try {
        objectsSkipped += await readMessage(body, options, hasTime, deliver)
      } catch (error) {
        if (!(error instanceof PayloadError)) throw error
        failures.push({ id: messageId, reason: error.message })
      }
    }
    const batchItemFailures = failures.map(({ id }) => ({ itemIdentifier: id }))
    return { answer: { batchItemFailures }, failures, objectsSkipped }
  },
}

function isSqsRecord({ messageId, body }: EventRecord): boolean {
  return typeof messageId === 'string' && typeof body === 'string'
}

/** Hands on the records of the log files that a message names. Returns the number of objects and messages to be skipped. */
async function readMessage(
  body: string,
  options: ReadOptions,
  hasTime: () => boolean,
  deliver: Deliver,
): Promise<number> {
  const { logFiles, others } = namedObjects(body)
  const payloads: Iterable<Message>[] = []
  // CloudTrail may name several files in one message, which comes again as a whole: all are read before any is counted.
  let left = options.maxObjectBytes
  for (const location of logFiles) {
    const where = `s3://${location.bucket}/${location.key}`
    if (!hasTime()) throw new PayloadError(`${where} was not read because no time was left`)
    const json = contentsOf(await options.readObject(location, left), where, left)
    payloads.push(messagesOf(recordTexts(json, where), location.key))
    left -= json.length
  }
  for (const messages of payloads) deliver(messages)
  return others
}

/** CloudTrail names no two files the same, in whatever folder. */
function* messagesOf(texts: Iterable<string>, key: string): Generator<Message> {
  const file = key.slice(key.lastIndexOf('/') + 1)
  let place = 0
  for (const text of texts) yield { text, id: `${file}#${place++}` }
}
