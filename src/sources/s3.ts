import type { Message } from '../cloudtrail/call.ts'
import { recordTexts } from '../cloudtrail/log-file.ts'
import { PayloadError } from '../errors.ts'
import { contentsOf } from '../gzip.ts'
import { type EventRecord, recordsOf } from './event-records.ts'
import { namedObjects } from './s3-notification.ts'
import type { Deliver, Failure, ReadOptions, Source } from './source.ts'

interface SqsEvent {
  readonly Records: readonly SqsRecord[]
}

interface SqsRecord {
  readonly messageId: string
  readonly body: string
}

/**
 * A queue of messages that each name an object in the bucket of a trail. One that fails is delivered again, the others
 * are counted.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html
 */
export const s3Source: Source<SqsEvent> = {
  name: 'SQS queue of S3 objects',
  matches: (event): event is SqsEvent => recordsOf(event, 'aws:sqs')?.every(isSqsRecord) ?? false,
  async read({ Records }, options, deliver) {
    const failures: Failure[] = []
    let objectsSkipped = 0
    for (const { messageId, body } of Records) {
      try {
        objectsSkipped += await readMessage(body, options, deliver)
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

/** Hands on the records of the log files that a message names. Returns how many other objects it names. */
async function readMessage(body: string, options: ReadOptions, deliver: Deliver): Promise<number> {
  const { logFiles, others } = namedObjects(body)
  const payloads: Iterable<Message>[] = []
  // S3 names one object a message. Were there more, all would have to be read before any is counted.
  let left = options.maxObjectBytes
  for (const location of logFiles) {
    const where = `s3://${location.bucket}/${location.key}`
    const json = contentsOf(await options.readObject(location, left), where, left)
    const texts = recordTexts(json)
    if (texts === undefined)
      throw new PayloadError(`${where} is no log file of CloudTrail: expected {"Records":[...]}`)
    left -= json.length
    payloads.push(messagesOf(texts, location.key))
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
