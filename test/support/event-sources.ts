import type { KinesisStreamEvent, KinesisStreamRecord, SQSEvent, SQSRecord } from 'aws-lambda'

/** Stand-ins for Lambda's event source mappings, as their documentation has them. */

export type Handle = (event: unknown) => Promise<unknown>

export interface StreamOptions {
  readonly batchSize: number
  /** MaximumRetryAttempts: how often a batch is tried again. */
  readonly retries: number
  /** The documentation leaves open whether an answer that names a failure spends a retry. */
  readonly answersSpendRetries: boolean
}

/**
 * Delivers the records of one shard with ReportBatchItemFailures and BisectBatchOnFunctionError. From the lowest record
 * that an answer names, the rest is delivered again; a batch that fails is split in two, which spends no retry; one that
 * can't be split is tried again; and a batch whose retries are spent is given up whole. Splitting spends nothing but gives
 * nothing back either.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-batchfailurereporting.html
 * https://docs.aws.amazon.com/lambda/latest/dg/kinesis-on-failure-destination.html
 * @returns the batches that were given up, as the on-failure destination has them
 */
export async function deliverStream(
  { Records }: KinesisStreamEvent,
  handle: Handle,
  { batchSize, retries, answersSpendRetries }: StreamOptions,
): Promise<KinesisStreamEvent[]> {
  const givenUp: KinesisStreamEvent[] = []

  const deliver = async (batch: readonly KinesisStreamRecord[], left: number): Promise<void> => {
    if (left < 0) {
      givenUp.push({ Records: [...batch] })
      return
    }
    const failed = await handle({ Records: batch }).then(
      (answer) => lowestFailed(batch, answer),
      () => 'batch' as const,
    )
    if (failed === undefined) return
    // An answer that names the first gets no further: it spends one in any case, or this would not end.
    const spends = answersSpendRetries || failed === 0
    if (failed !== 'batch') return deliver(batch.slice(failed), spends ? left - 1 : left)
    if (batch.length === 1) return deliver(batch, left - 1)
    const half = Math.ceil(batch.length / 2)
    await deliver(batch.slice(0, half), left)
    await deliver(batch.slice(half), left)
  }

  for (let i = 0; i < Records.length; i += batchSize) await deliver(Records.slice(i, i + batchSize), retries)
  return givenUp
}

/** The place in the batch from which on it has failed; undefined where nothing has, `batch` where all of it. */
function lowestFailed(batch: readonly KinesisStreamRecord[], answer: unknown): number | 'batch' | undefined {
  const ids = itemsOf(answer)
  if (ids === 'batch' || ids.length === 0) return ids === 'batch' ? ids : undefined
  const places = ids.map((id) => batch.findIndex(({ kinesis }) => kinesis.sequenceNumber === id))
  return places.includes(-1) ? 'batch' : Math.min(...places)
}

export interface QueueOptions {
  readonly batchSize: number
  /** maxReceiveCount of the redrive policy. */
  readonly receives: number
}

/**
 * Delivers the messages of a queue with ReportBatchItemFailures: those that an answer names, or all of a batch that
 * fails, come back behind the others, until they have been received so often that they are moved away.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html
 * @returns the messages in the dead-letter queue
 */
export async function deliverQueue(
  { Records }: SQSEvent,
  handle: Handle,
  { batchSize, receives }: QueueOptions,
): Promise<SQSRecord[]> {
  const deadLetters: SQSRecord[] = []
  const queue = Records.map((message) => ({ message, received: 0 }))
  while (queue.length > 0) {
    const batch = queue.splice(0, batchSize)
    for (const entry of batch) entry.received++
    const answer = await handle({ Records: batch.map(({ message }) => message) }).catch(() => 'batch')
    const failed = answer === 'batch' ? answer : itemsOf(answer)
    for (const entry of batch) {
      if (failed !== 'batch' && !failed.includes(entry.message.messageId)) continue
      if (entry.received < receives) queue.push(entry)
      else deadLetters.push(entry.message)
    }
  }
  return deadLetters
}

/** What an answer names as failed; `batch` for an answer that Lambda does not understand, which fails all. */
function itemsOf(answer: unknown): readonly string[] | 'batch' {
  const { batchItemFailures: items = [] } = Object(answer)
  if (!Array.isArray(items)) return 'batch'
  const ids: unknown[] = items.map((item) => Object(item).itemIdentifier)
  return ids.every((id): id is string => typeof id === 'string' && id !== '') ? ids : 'batch'
}
