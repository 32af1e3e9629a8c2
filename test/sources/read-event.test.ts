import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { kinesisEvent, sqsEvent } from '../../src/events/lambda-events.ts'
import { PayloadError, UnknownEventError } from '../../src/util/errors.ts'
import { logsEvent, payload } from '../support/records.ts'
import { read } from '../support/sources.ts'

const [kinesisRecord] = kinesisEvent([payload(['a'])]).Records
const [sqsRecord] = sqsEvent(['{}']).Records

describe('readEvent', () => {
  it('reads an event of a CloudWatch Logs subscription', async () => {
    const { payloads, answer, failures, objectsSkipped } = await read(logsEvent(['a']))
    assert.deepEqual(payloads, [[{ text: 'a', id: 'log-0' }]])
    assert.deepEqual([answer, failures, objectsSkipped], [undefined, [], 0])
  })

  for (const event of [
    undefined,
    null,
    7,
    'x',
    [],
    {},
    { awslogs: null },
    { awslogs: {} },
    { key1: 'value1' },
    { Records: [] },
    { Records: {} },
    { Records: [null] },
    { Records: [{ eventSource: 'aws:s3' }] },
    { Records: [kinesisRecord, sqsRecord] },
    { Records: [{ ...kinesisRecord, eventSource: 'aws:dynamodb' }] },
    { Records: [kinesisRecord, { ...kinesisRecord, eventSource: 'aws:dynamodb' }] },
    { Records: [{ ...kinesisRecord, kinesis: null }] },
    { Records: [{ ...kinesisRecord, kinesis: { data: '' } }] },
    { Records: [sqsRecord, { ...sqsRecord, messageId: undefined }] },
    { Records: [{ ...sqsRecord, body: { a: 1 } }] },
  ]) {
    it(`names the sources for an event of none: ${JSON.stringify(event)?.slice(0, 60)}`, () => {
      return assert.rejects(
        read(event),
        (error) =>
          error instanceof UnknownEventError &&
          /Expected one of: CloudWatch Logs subscription, Kinesis data stream, SQS queue of S3 objects$/.test(
            error.message,
          ),
      )
    })
  }

  it('is of a source by its shape, even where its payload cannot be read', () => {
    return assert.rejects(read({ awslogs: { data: 7 } }), PayloadError)
  })
})
