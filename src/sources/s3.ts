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
 * A queue of messages about objects in the trail's bucket. A message that fails is delivered again, and the others are
 * counted. If no time is left, the remaining messages fail unread, so that the others don't time out with them.
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

/** Delivers the records of the log files in a message. Returns the number of skipped objects and messages. */
async function readMessage(
  body: string,
  options: ReadOptions,
  hasTime: () => boolean,
  deliver: Deliver,
): Promise<number> {
  const { logFiles, others } = namedObjects(body)
  const payloads: Iterable<Message>[] = []
  // A message may have several files and is redelivered as a whole, so all files are read before any is counted.
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

/** CloudTrail's file names are unique across folders. */
function* messagesOf(texts: Iterable<string>, key: string): Generator<Message> {
  const file = key.slice(key.lastIndexOf('/') + 1)
  let place = 0
  for (const text of texts) yield { text, id: `${file}#${place++}` }
}
