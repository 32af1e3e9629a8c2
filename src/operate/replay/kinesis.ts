import { failureText, MAX_EVENT_BYTES } from '../function.ts'
import { workOn } from '../workers.ts'
import type { FailedBatch, FailureBucket } from './bucket.ts'
import { type Contents, contentsOf } from './contents.ts'
import { readBatch, type StreamRecord, textWith } from './failed-batch.ts'
import type { Outcome } from './outcome.ts'
import type { Replay } from './replay.ts'

/** A record of a data stream, with its place in the batch. */
interface BatchRecord {
  readonly place: number
  readonly record: StreamRecord
}

/**
 * Replays the failed batches of a data stream, which are objects in the failure bucket. If the function can't read a payload, it
 * counts the earlier ones, and the batch continues after it. Payloads that still fail replace the whole batch in the bucket,
 * so that counted payloads aren't sent again.
 */
export async function replayBatches(bucket: FailureBucket, replay: Replay): Promise<void> {
  await workOn(upTo(replay.max, bucket.list(), replay.signal), replay.workers, (batch) =>
    replayBatch(bucket, batch, replay),
  )
}

async function* upTo<T>(max: number, items: AsyncIterable<T>, signal: AbortSignal): AsyncGenerator<T> {
  if (max === 0) return
  let given = 0
  for await (const item of items) {
    if (signal.aborted) return
    yield item
    if (++given >= max) return
  }
}

async function replayBatch(bucket: FailureBucket, batch: FailedBatch, replay: Replay): Promise<void> {
  const { dryRun, journal, keepAside, oldestMs, onOutcome } = replay
  // A replaced object has another version, which the journal doesn't know yet.
  const id = `${batch.key}@${batch.version}`
  const text = await bucket.read(batch.key)
  const { records, cause } = readBatch(text)
  if (records === undefined) {
    if (!dryRun) {
      await keepAside(batch.key, cause, text)
      await bucket.remove(batch.key)
    }
    const fate = dryRun ? 'waits' : 'set aside'
    onOutcome({ fate, cause, failedAt: batch.storedAt, records: undefined, expired: 0 })
    return
  }
  const tell = async (fate: Outcome['fate'], those: readonly BatchRecord[], why = cause) => {
    if (those.length === 0) return
    const contents = await Promise.all(those.map(({ record }) => contentsOf({ Records: [record] }, oldestMs)))
    onOutcome({ fate, cause: why, failedAt: batch.storedAt, ...sumOf(contents) })
  }
  const all = records.map((record, place) => ({ place, record }))
  const known = journal.leftOf(id)
  const left = known === undefined ? all : all.filter(({ place }) => known.includes(place))
  if (dryRun) return tell('waits', left)
  const failing = await sendBatch(id, batch.key, left, replay, tell)
  if (known !== undefined && left.length === 0) await tell('counted before', all)
  if (failing.length === 0) {
    await bucket.remove(batch.key)
    journal.forget(id)
  } else if (failing.length < all.length) {
    await bucket.replace(
      batch.key,
      textWith(
        text,
        failing.map(({ record }) => record),
      ),
    )
    journal.forget(id)
  }
}

/** Sends a batch. Returns the remaining records, which failed again or were not sent because of an interruption. */
async function sendBatch(
  id: string,
  key: string,
  batch: readonly BatchRecord[],
  { count, journal, keepAside, oldestMs, signal }: Replay,
  tell: (fate: Outcome['fate'], those: readonly BatchRecord[], cause?: string) => Promise<void>,
): Promise<readonly BatchRecord[]> {
  const failing: BatchRecord[] = []
  let rest = batch
  while (rest.length > 0 && !signal.aborted) {
    const [first] = rest
    const part = fitting(rest)
    const answer = await count({ Records: part.map(({ record }) => record) })
    let done = 1
    if (answer.kind === 'counted') {
      const [item] = answer.failedItems
      const failed = part.findIndex(({ record }) => record.kinesis.sequenceNumber === item)
      done = item === undefined ? part.length : failed
      if (done < 1) throw new Error(`The function reported a failed record that is not in ${key}: ${item}`)
      await note(done)
      await tell('counted', part.slice(0, done))
    } else if (first !== undefined && answer.type === 'PayloadError') {
      const contents = await contentsOf({ Records: [first.record] }, oldestMs)
      const damage = 'unreadable' in contents ? contents.unreadable : undefined
      if (damage === undefined) failing.push(first)
      else await keepAside(key, damage, first.record)
      await note(done)
      await tell(damage === undefined ? 'failed again' : 'set aside', [first], damage ?? answer.message)
    } else {
      await tell('failed again', rest, failureText(answer))
      return [...failing, ...rest]
    }
    rest = rest.slice(done)
  }
  return [...failing, ...rest]

  async function note(done: number): Promise<void> {
    await journal.note(
      id,
      [...failing, ...rest.slice(done)].map(({ place }) => place),
    )
  }
}

/** The first records of a batch that fit into an event. */
function fitting(batch: readonly BatchRecord[]): readonly BatchRecord[] {
  let bytes = 0
  const end = batch.findIndex(({ record }) => {
    bytes += JSON.stringify(record).length + 1
    return bytes > MAX_EVENT_BYTES
  })
  return end < 0 ? batch : batch.slice(0, Math.max(1, end))
}

function sumOf(contents: readonly Contents[]): Pick<Outcome, 'records' | 'expired'> {
  const readable = contents.flatMap((one) => ('unreadable' in one ? [] : [one]))
  return {
    records: readable.length === 0 ? undefined : readable.reduce((sum, { records }) => sum + records, 0),
    expired: readable.reduce((sum, { expired }) => sum + expired, 0),
  }
}
