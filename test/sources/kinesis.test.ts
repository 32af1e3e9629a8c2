import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { kinesisEvent, sequenceNumberOf } from '../../src/events/lambda-events.ts'
import { readEvent } from '../../src/sources/read-event.ts'
import { PayloadError } from '../../src/util/errors.ts'
import { encoded, payload } from '../support/records.ts'
import { READ_OPTIONS, read } from '../support/sources.ts'

const A = payload(['a1', 'a2'])
const B = payload(['b'])
const CONTROL = encoded({ messageType: 'CONTROL_MESSAGE', logEvents: [] })
const OWN = payload(['own'], { logGroup: '/aws/lambda/tracker' })
const POISON = A.slice(0, 40)

async function texts(payloads: readonly string[]): Promise<string[][]> {
  const delivered = await read(kinesisEvent(payloads))
  return delivered.payloads.map((messages) => messages.map((one) => ('text' in one ? one.text : '')))
}

describe('Kinesis', () => {
  it('delivers the payload of every record, in their order', async () => {
    assert.deepEqual(await texts([A, B, A]), [['a1', 'a2'], ['b'], ['a1', 'a2']])
  })

  it('answers that nothing failed', async () => {
    const { answer, failures, objectsSkipped } = await read(kinesisEvent([A, B]))
    assert.deepEqual([answer, failures, objectsSkipped], [{ batchItemFailures: [] }, [], 0])
  })

  it('skips control messages and its own log', async () => {
    assert.deepEqual(await texts([CONTROL, A, OWN, B]), [['a1', 'a2'], ['b']])
    assert.deepEqual(await texts([CONTROL, OWN]), [])
  })

  it('delivers what comes before an undecodable record, and answers with its sequence number alone', async () => {
    const { payloads, answer, failures } = await read(kinesisEvent([A, B, POISON, B, POISON]))
    assert.equal(payloads.length, 2)
    assert.deepEqual(answer, { batchItemFailures: [{ itemIdentifier: sequenceNumberOf(2) }] })
    assert.deepEqual(failures, [
      {
        id: sequenceNumberOf(2),
        reason: 'Records[2].kinesis.data is not gzip: unexpected end of file',
      },
    ])
  })

  it('returns an undecodable record after a control message, although nothing was delivered', async () => {
    const { payloads, answer } = await read(kinesisEvent([CONTROL, POISON]))
    assert.deepEqual(
      [payloads, answer],
      [[], { batchItemFailures: [{ itemIdentifier: sequenceNumberOf(1) }] }],
    )
  })

  it('fails if the first record is undecodable, so that the batch is split', async () => {
    for (const payloads of [[POISON], [POISON, A]]) {
      await assert.rejects(
        read(kinesisEvent(payloads)),
        (error) =>
          error instanceof PayloadError && /^Records\[0\]\.kinesis\.data is not gzip/.test(error.message),
      )
    }
  })

  it('holds each payload, not all together, to what one may inflate to', async () => {
    const large = payload(['x'.repeat(900_000)])
    const { payloads } = await read(kinesisEvent([large, large, large]))
    assert.equal(payloads.length, 3)
    const { answer } = await read(kinesisEvent([A, payload(['x'.repeat(1_100_000)])]))
    assert.deepEqual(answer, { batchItemFailures: [{ itemIdentifier: sequenceNumberOf(1) }] })
  })

  it('passes on unexpected errors, so that everything is delivered again', async () => {
    let payloads = 0
    const deliver = () => {
      if (++payloads === 2) throw new TypeError('an unexpected error')
    }
    await assert.rejects(readEvent(kinesisEvent([A, B]), READ_OPTIONS, deliver), TypeError)
  })
})
