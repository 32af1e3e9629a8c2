import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { KinesisStreamEvent } from 'aws-lambda'
import fc from 'fast-check'
import { kinesisEvent, objectCreated, sqsEvent } from '../../src/events/lambda-events.ts'
import { PayloadError } from '../../src/util/errors.ts'
import { bucketNotification } from '../support/bucket-notification.ts'
import { ownSums, parseEmf, sums } from '../support/emf.ts'
import { deliverQueue, deliverStream, type Handle, type StreamOptions } from '../support/event-sources.ts'
import { logFile, logFileAt, logFileKey, objectStore } from '../support/objects.ts'
import { at, dataMessage, encoded, type Json, NOW, payload, record } from '../support/records.ts'
import { OWN_LOG_GROUP, run, type Watched, watchedHandler } from '../support/run.ts'
import { readTemplate } from '../support/template.ts'

/** Records that payloads have repeatedly. The third has no eventID. */
const RECORDS: readonly Json[] = Array.from({ length: 12 }, (_, i) =>
  record({
    eventName: `Op${i % 4}`,
    eventTime: at(40 * i),
    ...(i === 2 ? {} : { eventID: `id-${i}` }),
    ...(i % 3 === 0 ? { errorCode: 'ThrottlingException' } : {}),
  }),
)

const places = fc.uniqueArray(fc.nat({ max: RECORDS.length - 1 }), { maxLength: 6 })

/** The same log event has the same id in whatever payload. */
function payloadOf(contents: readonly number[]): string {
  const logEvents = contents.map((place) => ({ id: `log-${place}`, message: JSON.stringify(RECORDS[place]) }))
  return encoded(dataMessage([], { logEvents }))
}

/** The faults of an invocation: its lines can't be written, or its response is lost. */
const fault = fc.constantFrom('none', 'none', 'none', 'write', 'answer')

interface Faulty extends Watched {
  /** The handler to which the faults happen. */
  readonly deliver: Handle
}

/** One environment, to whose invocations the faults happen in turn. */
function faultyHandler(faults: readonly string[], objects: Readonly<Record<string, Buffer>> = {}): Faulty {
  const left = faults.values()
  let now = 'none'
  const watched = watchedHandler({
    readObject: objectStore(objects),
    failWrite: () => (now === 'write' ? new Error('EPIPE') : undefined),
  })
  return {
    ...watched,
    async deliver(event) {
      now = left.next().value ?? 'none'
      const answered = now !== 'answer'
      try {
        const answer = await watched.handle(event)
        if (answered) return answer
      } finally {
        now = 'none'
      }
      throw new Error('Task timed out')
    },
  }
}

/** Every record of these places is in the metrics once, and every line is accounted for. */
function assertExact({ lines }: Watched, expected: Iterable<number>): void {
  const all = [...new Set(expected)].sort((a, b) => a - b).map((place) => RECORDS[place])
  const written = lines()
  for (const line of written) parseEmf(line, NOW)
  for (const metric of ['CallCount', 'ErrorCount', 'ThrottleCount'])
    assert.deepEqual(sums(written, metric), sums(run(all).lines, metric), metric)
  const { RecordsReceived = 0, RecordsCounted = 0, RecordsDuplicate = 0 } = ownSums(written)
  assert.equal(RecordsReceived, RecordsCounted + RecordsDuplicate)
  assert.equal(RecordsCounted, all.length)
}

describe('a data stream', () => {
  const good = places.map((contents) => ({ contents, data: payloadOf(contents) }))
  const poison = places.map((contents) => ({ contents: undefined, data: payloadOf(contents).slice(0, -12) }))
  const nothing = fc.constantFrom(
    { contents: undefined, data: encoded({ messageType: 'CONTROL_MESSAGE', logEvents: [] }) },
    { contents: undefined, data: payload(['x'], { logGroup: OWN_LOG_GROUP }) },
  )
  const shard = fc.array(fc.oneof({ weight: 4, arbitrary: good }, poison, nothing), { maxLength: 40 })

  it('counts every record once, whatever is redelivered, after a replay of the failed batches', async () => {
    const options = fc.record({
      batchSize: fc.integer({ min: 1, max: 12 }),
      retries: fc.integer({ min: 0, max: 4 }),
      answersSpendRetries: fc.boolean(),
    })
    await fc.assert(
      fc.asyncProperty(shard, options, fc.array(fault, { maxLength: 12 }), async (all, mapping, faults) => {
        const watched = faultyHandler(faults)
        const event = kinesisEvent(all.map(({ data }) => data))
        const givenUp = await deliverStream(event, watched.deliver, mapping)
        for (const batch of givenUp) await sendAgain(batch, watched.handle)
        assertExact(
          watched,
          all.flatMap(({ contents = [] }) => contents),
        )
      }),
      { numRuns: 300 },
    )
  })

  it('discards only undecodable records, with the batch size and the retries of the template', async () => {
    const { BatchSize, MaximumRetryAttempts } = Object(readTemplate().Resources.StreamMapping?.Properties)
    const many = fc.array(fc.oneof(good, poison), { minLength: 50, maxLength: 150 })
    await fc.assert(
      fc.asyncProperty(many, fc.boolean(), async (all, answersSpendRetries) => {
        const mapping: StreamOptions = {
          batchSize: BatchSize,
          retries: MaximumRetryAttempts,
          answersSpendRetries,
        }
        const watched = faultyHandler([])
        const givenUp = await deliverStream(
          kinesisEvent(all.map(({ data }) => data)),
          watched.deliver,
          mapping,
        )
        assert.deepEqual(
          givenUp.map(({ Records }) => Records.map(({ kinesis }) => kinesis.data)),
          all.filter(({ contents }) => contents === undefined).map(({ data }) => [data]),
        )
        assertExact(
          watched,
          all.flatMap(({ contents = [] }) => contents),
        )
      }),
      { numRuns: 20 },
    )
  })
})

/** Replays a failed batch like the documented commands: skips each record that can't be decoded. */
async function sendAgain({ Records }: KinesisStreamEvent, handle: Handle): Promise<void> {
  let left = Records
  while (left.length > 0) {
    const failed = await handle({ Records: left }).then(
      (answer) => Object(answer).batchItemFailures[0]?.itemIdentifier,
      (error) => {
        assert.ok(error instanceof PayloadError)
        return 'first'
      },
    )
    if (failed === undefined) return
    const next = failed === 'first' ? 1 : left.findIndex(({ kinesis }) => kinesis.sequenceNumber === failed)
    assert.ok(next > 0, 'it gets further')
    left = left.slice(next)
  }
}

/** A record without eventID is known by its file and place: in another file it is another one. */
function withEventId(contents: readonly number[]): number[] {
  return contents.filter((place) => RECORDS[place]?.eventID !== undefined)
}

describe('a object queue', () => {
  /** Objects by number, each with some of the records; some can't be read. */
  const objects = fc.array(
    fc.record({
      contents: places.map(withEventId),
      state: fc.constantFrom('good', 'good', 'good', 'missing', 'cut off'),
    }),
    { minLength: 1, maxLength: 8 },
  )
  const scenario = objects.chain((all) => {
    const named = fc.record({ object: fc.nat({ max: all.length - 1 }), byBucket: fc.boolean() })
    const odd = fc.constantFrom(
      'text',
      '{}',
      objectCreated({ bucket: 'trail', key: 'AWSLogs/x/CloudTrail-Digest/y.json.gz' }),
    )
    return fc.record({
      all: fc.constant(all),
      messages: fc.array(fc.oneof({ weight: 5, arbitrary: named }, odd), { maxLength: 30 }),
    })
  })
  const mapping = fc.record({
    batchSize: fc.integer({ min: 1, max: 10 }),
    receives: fc.integer({ min: 1, max: 5 }),
  })

  it('counts every record once, whatever is redelivered, after the fix and replay of failed messages', async () => {
    await fc.assert(
      fc.asyncProperty(
        scenario,
        mapping,
        fc.array(fault, { maxLength: 12 }),
        async ({ all, messages }, options, faults) => {
          const stored: Record<string, Buffer> = {}
          const store = (mended: boolean) => {
            for (const [i, { contents, state }] of all.entries()) {
              const whole = logFile(contents.map((place) => RECORDS[place]))
              if (mended || state === 'good') stored[logFileKey(`${i}`)] = whole
              else if (state === 'cut off') stored[logFileKey(`${i}`)] = whole.subarray(0, -12)
            }
          }
          store(false)
          const bodies = messages.map((one) => {
            if (typeof one === 'string') return one
            return (one.byBucket ? bucketNotification : objectCreated)(logFileAt(`${one.object}`))
          })
          const watched = faultyHandler(faults, stored)
          const deadLetters = await deliverQueue(sqsEvent(bodies), watched.deliver, options)
          store(true)
          const left = await deliverQueue({ Records: deadLetters }, watched.handle, options)
          assert.ok(left.every(({ body }) => body === 'text' || body === '{}'))
          const named = messages.flatMap((one) => (typeof one === 'string' ? [] : [one.object]))
          const contents = named.flatMap((object) => all[object]?.contents ?? [])
          assertExact(watched, contents)
        },
      ),
      { numRuns: 300 },
    )
  })
})
