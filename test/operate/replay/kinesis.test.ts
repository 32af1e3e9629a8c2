import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { kinesisEvent } from '../../../src/events/lambda-events.ts'
import { cutOff } from '../../../src/events/subscription-payload.ts'
import type { CountEvent } from '../../../src/operate/function.ts'
import { replayBatches } from '../../../src/operate/replay/kinesis.ts'
import { ownSums } from '../../support/emf.ts'
import { payload, record } from '../../support/records.ts'
import {
  countingFunction,
  failureRecord,
  fates,
  Interruption,
  MemoryBucket,
  MemoryJournal,
  watchedReplay,
} from '../../support/replay.ts'

const good = (i: number) => payload([record({ eventID: `id-${i}` })])
const damaged = (i: number) => cutOff(good(i))
const large = payload([record({ requestParameters: { text: 'x'.repeat(1024 * 1024) } })])

/** What Lambda stores of a batch: its documentation has the payload as text, the emulated one as JSON. */
function batch(payloads: readonly string[], first = 0, asText = true): string {
  const event = kinesisEvent(payloads, first)
  return failureRecord(undefined, { payload: asText ? JSON.stringify(event) : event })
}

function bucketOf(...batches: readonly string[]): MemoryBucket {
  const bucket = new MemoryBucket()
  for (const [i, text] of batches.entries()) bucket.objects.set(`aws/lambda/mapping/shard/${i}`, text)
  return bucket
}

/** The data of all records of batches. */
function dataIn(events: readonly unknown[]): string[] {
  return events.flatMap((event) =>
    Object(event).Records.map(({ kinesis }: { kinesis: { data: string } }) => kinesis.data),
  )
}

const broken: CountEvent = async () => ({ kind: 'failed', type: 'Error', message: 'still broken' })

describe('replay of batches of a data stream', () => {
  it('has each counted once and removes it', async () => {
    const bucket = bucketOf(batch([good(0), good(1)]), batch([good(2)], 2, false))
    const { count, lines } = countingFunction()
    const { replay, outcomes } = watchedReplay(count)
    await replayBatches(bucket.open(), replay)
    assert.deepEqual(ownSums(lines()), { RecordsReceived: 3, RecordsCounted: 3 })
    assert.equal(bucket.objects.size, 0)
    assert.equal(
      outcomes.reduce((sum, { records = 0 }) => sum + records, 0),
      3,
    )
  })

  it('continues after an undecodable payload, and keeps it aside with the reason', async () => {
    const bucket = bucketOf(batch([damaged(0), good(1), damaged(2), damaged(3), good(4), damaged(5)]))
    const { count, lines } = countingFunction()
    const { replay, kept } = watchedReplay(count)
    await replayBatches(bucket.open(), replay)
    assert.equal(ownSums(lines()).RecordsCounted, 2)
    assert.equal(bucket.objects.size, 0)
    assert.deepEqual(dataIn([{ Records: kept.map(({ content }) => content) }]), [0, 2, 3, 5].map(damaged))
    for (const { id, reason } of kept) {
      assert.equal(id, 'aws/lambda/mapping/shard/0')
      assert.match(reason, /^Records\[0\]\.kinesis\.data is not gzip: /)
    }
  })

  it('replaces the batch by the payloads that still fail, so that only they are sent next time', async () => {
    const bucket = bucketOf(batch([good(0), large, good(2)]))
    const { replay, outcomes, kept } = watchedReplay(countingFunction({ memoryMegabytes: 8 }).count)
    await replayBatches(bucket.open(), replay)
    assert.deepEqual(fates(outcomes), { counted: 2, 'failed again': 1 })
    assert.deepEqual(kept, [])
    const { count, events } = countingFunction()
    await replayBatches(bucket.open(), watchedReplay(count).replay)
    assert.deepEqual(dataIn(events), [large])
    assert.equal(bucket.objects.size, 0)
  })

  it('leaves a batch as it is while the function fails altogether, and tries it once', async () => {
    const text = batch([good(0), good(1)])
    const bucket = bucketOf(text)
    let tries = 0
    const { replay, outcomes } = watchedReplay((event) => {
      tries++
      return broken(event)
    })
    await replayBatches(bucket.open(), replay)
    assert.equal(tries, 1)
    assert.deepEqual([...bucket.objects.values()], [text])
    assert.deepEqual(
      outcomes.map(({ fate, cause, records }) => [fate, cause, records]),
      [['failed again', 'Error: still broken', 2]],
    )
    const { count, events } = countingFunction()
    await replayBatches(bucket.open(), watchedReplay(count).replay)
    assert.equal(dataIn(events).length, 2)
  })

  it('splits what is more than Lambda takes in one invocation', async () => {
    const noise = Array.from({ length: 4 }, (_, i) => `${good(i)}`.padEnd(2 * 1024 * 1024, '='))
    const { count, events } = countingFunction()
    await replayBatches(bucketOf(batch(noise)).open(), watchedReplay(count).replay)
    assert.ok(events.every((event) => JSON.stringify(event).length < 6 * 1024 * 1024))
    assert.deepEqual(dataIn(events), noise)
  })

  it('loses nothing and sends nothing again that was taken, wherever it is interrupted', async () => {
    const payloads = [good(0), damaged(1), good(2), large, good(4)]
    let interrupted = true
    for (let at = 1; interrupted; at++) {
      const where = `interrupted at step ${at}`
      const bucket = bucketOf(batch(payloads), batch([good(5)], 5))
      const { count, events } = countingFunction({ memoryMegabytes: 8 })
      const notes = new MemoryJournal()
      const interruption = new Interruption(at)
      const first = watchedReplay(count, { interruption, notes, workers: 1 })
      await replayBatches(bucket.open(interruption), first.replay).catch(() => {})
      interrupted = interruption.isOver
      const second = watchedReplay(count, { notes, workers: 1 })
      await replayBatches(bucket.open(), second.replay)

      const kept = [...first.kept, ...second.kept].map(({ content }) => content)
      assert.deepEqual(new Set(dataIn([{ Records: kept }])), new Set([damaged(1)]), where)
      assert.deepEqual([...bucket.objects.values()].length, 1, where)
      assert.ok(bucket.objects.get('aws/lambda/mapping/shard/0')?.includes(large), where)
      const counted = await recordsCounted(events)
      assert.deepEqual(new Set(counted), new Set(['id-0', 'id-2', 'id-4', 'id-5']), where)
      // Only of the invocation at work nobody knows whether it was taken.
      assert.ok(counted.length <= 5, `${where}: ${counted}`)
    }
  })

  it('does not send again what was counted but could not be removed', async () => {
    const bucket = bucketOf(batch([good(0), damaged(1), good(2)]))
    const notes = new MemoryJournal()
    const { count, events } = countingFunction()
    const stuck = { ...bucket.open(), remove: () => Promise.reject(new Error('access denied')) }
    await assert.rejects(replayBatches(stuck, watchedReplay(count, { notes }).replay), /denied/)
    events.splice(0)
    const { replay, kept, outcomes } = watchedReplay(count, { notes })
    await replayBatches(bucket.open(), replay)
    assert.deepEqual([events, kept, bucket.objects.size], [[], [], 0])
    assert.deepEqual(fates(outcomes), { 'counted before': 1 })
  })

  it('sets aside an object that is not a batch', async () => {
    const bucket = bucketOf('not JSON', failureRecord(undefined, { payload: '{"Records":[]}' }))
    const { replay, kept } = watchedReplay(countingFunction().count)
    await replayBatches(bucket.open(), replay)
    assert.equal(bucket.objects.size, 0)
    assert.deepEqual(kept.map(({ reason }) => reason).sort(), [
      'Not a batch of a data stream: it has no payload with Records',
      'Not a batch of a data stream: not a JSON object',
    ])
  })

  it('takes no more batches than max', async () => {
    const bucket = bucketOf(...[0, 1, 2].map((i) => batch([good(i)], i)))
    await replayBatches(bucket.open(), watchedReplay(countingFunction().count, { max: 2 }).replay)
    assert.equal(bucket.objects.size, 1)
  })

  it('reads no more batches once it is interrupted', async () => {
    const bucket = bucketOf(...Array.from({ length: 20 }, (_, i) => batch([good(i)], i)))
    const { count, events } = countingFunction()
    const interrupt = new AbortController()
    const open = bucket.open()
    let reads = 0
    const read = (key: string) => {
      reads++
      return open.read(key)
    }
    const { replay } = watchedReplay(
      async (event) => {
        interrupt.abort()
        return count(event)
      },
      { signal: interrupt.signal, workers: 1 },
    )
    await replayBatches({ ...open, read }, replay)
    assert.deepEqual([reads, events.length, bucket.objects.size], [1, 1, 19])
  })

  it('as a dry run sends, removes and keeps nothing, and lists the failed items with their causes', async () => {
    const bucket = bucketOf(batch([good(0), good(1)]), 'not JSON')
    const before = [...bucket.objects]
    const { count, events } = countingFunction()
    const { replay, outcomes, kept } = watchedReplay(count, { dryRun: true, workers: 1 })
    await replayBatches(bucket.open(), replay)
    assert.deepEqual([events, kept, [...bucket.objects]], [[], [], before])
    assert.deepEqual(
      outcomes.map(({ fate, cause, records }) => [fate, cause, records]),
      [
        ['waits', 'Error: it was broken', 2],
        ['waits', 'Not a batch of a data stream: not a JSON object', undefined],
      ],
    )
  })
})

/** The eventIDs that the function takes from events of one record a payload, one after the other, twice where it is sent twice. */
async function recordsCounted(events: readonly unknown[]): Promise<string[]> {
  const ids: string[] = []
  for (const event of events) {
    const fresh = countingFunction({ memoryMegabytes: 8 })
    const answer = await fresh.count(event)
    if (answer.kind === 'failed') continue
    const records: readonly { kinesis: { sequenceNumber: string; data: string } }[] = Object(event).Records
    const end = records.findIndex(({ kinesis }) => kinesis.sequenceNumber === answer.failedItems[0])
    for (const { kinesis } of end < 0 ? records : records.slice(0, end))
      ids.push(...[0, 2, 4, 5].filter((i) => good(i) === kinesis.data).map((i) => `id-${i}`))
  }
  return ids
}
