import { PayloadError } from '../util/errors.ts'
import { isObject } from '../util/json.ts'
import { type EventRecord, recordsOf } from './event-records.ts'
import { decodePayload } from './payload.ts'
import type { Source } from './source.ts'

interface KinesisEvent {
  readonly Records: readonly KinesisRecord[]
}

interface KinesisRecord {
  readonly kinesis: { readonly sequenceNumber: string; readonly data?: unknown }
}

/**
 * A data stream that CloudWatch Logs subscriptions write to, with one payload per record. Records are read in order. If one
 * can't be decoded, the records before it are counted, and it is delivered again with all later ones. If it comes first, the
 * invocation fails instead, so that the event source mapping bisects the batch until only that record is discarded.
 * Reporting it as a failed item would retry the whole batch until the retries are used up, and then discard the later
 * records with it.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-batchfailurereporting.html
 */
export const kinesisSource: Source<KinesisEvent> = {
  name: 'Kinesis data stream',
  matches: (event): event is KinesisEvent => recordsOf(event, 'aws:kinesis')?.every(isKinesisRecord) ?? false,
  async read({ Records }, options, deliver) {
    for (const [i, { kinesis }] of Records.entries()) {
      try {
        const messages = decodePayload(kinesis.data, `Records[${i}].kinesis.data`, options)
        if (messages !== undefined) deliver(messages)
      } catch (error) {
        if (i === 0 || !(error instanceof PayloadError)) throw error
        const id = kinesis.sequenceNumber
        return {
          answer: { batchItemFailures: [{ itemIdentifier: id }] },
          failures: [{ id, reason: error.message }],
          objectsSkipped: 0,
        }
      }
    }
    return { answer: { batchItemFailures: [] }, failures: [], objectsSkipped: 0 }
  },
}

function isKinesisRecord({ kinesis }: EventRecord): boolean {
  return isObject<'sequenceNumber'>(kinesis) && typeof kinesis.sequenceNumber === 'string'
}
