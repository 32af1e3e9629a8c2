import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { PayloadError, UnknownEventError } from '../../src/errors.ts'
import { readEvent } from '../../src/sources/sources.ts'
import { logsEvent } from '../support/records.ts'

const OPTIONS = { maxInflatedBytes: 1024 * 1024, ownLogGroup: undefined }

describe('readEvent', () => {
  it('reads an event of a CloudWatch Logs subscription', async () => {
    const delivery = await readEvent(logsEvent(['a']), OPTIONS)
    assert.deepEqual([...(delivery?.messages ?? [])], [{ text: 'a', id: 'log-0' }])
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
  ]) {
    it(`names the sources for an event of none: ${JSON.stringify(event)}`, () => {
      return assert.rejects(
        readEvent(event, OPTIONS),
        (error) =>
          error instanceof UnknownEventError &&
          /Expected one of: CloudWatch Logs subscription/.test(error.message),
      )
    })
  }

  it('is of a source by its shape, even where its payload can not be read', () => {
    return assert.rejects(readEvent({ awslogs: { data: 7 } }, OPTIONS), PayloadError)
  })
})
