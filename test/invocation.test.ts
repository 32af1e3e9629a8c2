import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { gzipSync } from 'node:zlib'
import { PayloadError, UnknownEventError } from '../src/errors.ts'
import { ownSums, parseEmf, sums } from './support/emf.ts'
import { EVENT_MINUTE, encoded, logsEvent, NOW, record, records } from './support/records.ts'
import { OWN_LOG_GROUP, watchedHandler } from './support/run.ts'

const REGION = `Service=ec2,Region=eu-west-1@${EVENT_MINUTE}`

describe('handler', () => {
  it('writes EMF lines, each with one write, and answers nothing', async () => {
    const { handle, writes, warnings } = watchedHandler()
    assert.equal(await handle(logsEvent(records(3))), undefined)
    assert.equal(writes.length, 3)
    for (const line of writes) {
      assert.ok(line.endsWith('}\n'))
      parseEmf(line.slice(0, -1), NOW)
    }
    assert.deepEqual(warnings, [])
  })

  it('counts a record once, however often it is delivered', async () => {
    const { handle, lines } = watchedHandler()
    for (let i = 0; i < 3; i++) await handle(logsEvent(records(4)))
    assert.equal(sums(lines(), 'CallCount').get(REGION), 4)
    assert.deepEqual(ownSums(lines()), { RecordsReceived: 12, RecordsCounted: 4, RecordsDuplicate: 8 })
  })

  it('recognises a record without eventID by the id of its log event', async () => {
    const { handle, lines } = watchedHandler()
    for (let i = 0; i < 2; i++) await handle(logsEvent([record(), record()]))
    assert.deepEqual(ownSums(lines()), { RecordsReceived: 4, RecordsCounted: 2, RecordsDuplicate: 2 })
  })

  it('has nothing to say to a control message', async () => {
    const { handle, writes, warnings } = watchedHandler()
    await handle({ awslogs: { data: encoded({ messageType: 'CONTROL_MESSAGE', logEvents: [] }) } })
    assert.deepEqual([writes, warnings], [[], []])
  })

  it('has nothing to say to its own log, not even of what is malformed in it', async () => {
    const { handle, writes, warnings } = watchedHandler()
    await handle(logsEvent(['no record', record()], { logGroup: OWN_LOG_GROUP }))
    assert.deepEqual([writes, warnings], [[], []])
  })

  it('counts malformed messages, warns of them once and goes on with the rest', async () => {
    const { handle, lines, warnings } = watchedHandler()
    await handle(logsEvent([record(), 'START RequestId', '{', record({ eventName: 7 }), record()]))
    assert.deepEqual(ownSums(lines()), { RecordsReceived: 5, RecordsCounted: 2, RecordsMalformed: 3 })
    assert.deepEqual(warnings, [
      {
        warning: 'Messages that are no CloudTrail records were not counted',
        malformed: 3,
        sampleId: 'log-1',
        reason: 'not a JSON object',
      },
    ])
  })

  it('reports a payload without records', async () => {
    const { handle, lines } = watchedHandler()
    await handle(logsEvent([]))
    assert.deepEqual(ownSums(lines()), { RecordsReceived: 0 })
  })

  for (const [what, data, message] of [
    ['no base64', '{"a":1}', /not base64/],
    ['no gzip', Buffer.from('text').toString('base64'), /not gzip/],
    ['a stream that is cut off', encoded({}).slice(0, 20), /not gzip: unexpected end of file/],
    ['no JSON', encoded('x'), /not JSON/],
    ['no subscription message', encoded({}), /no subscription message/],
    [
      'a bomb',
      gzipSync(Buffer.alloc(300 * 1024 * 1024)).toString('base64'),
      /inflates to more than 16777216 bytes/,
    ],
  ] as const) {
    it(`rejects ${what} with the cause, and writes nothing`, async () => {
      const { handle, writes, warnings } = watchedHandler()
      await assert.rejects(
        handle({ awslogs: { data } }),
        (error) => error instanceof PayloadError && message.test(error.message),
      )
      assert.deepEqual([writes, warnings], [[], []])
    })
  }

  it('rejects an event of no source', async () => {
    await assert.rejects(watchedHandler().handle({ key1: 'value1' }), UnknownEventError)
  })

  it('lets a payload inflate to a sixteenth of its memory', async () => {
    const event = logsEvent([record({ requestParameters: 'x'.repeat(20 * 1024 * 1024) })])
    await assert.rejects(watchedHandler({ memoryMegabytes: 256 }).handle(event), /more than 16777216 bytes/)
    await watchedHandler({ memoryMegabytes: 512 }).handle(event)
  })

  it('remembers nothing of an invocation whose lines could not be written', async () => {
    let broken = true
    const { handle, lines, warnings } = watchedHandler({
      failWrite: () => (broken ? new Error('EPIPE') : undefined),
    })
    await assert.rejects(handle(logsEvent([...records(4), 'x'])), /EPIPE/)
    assert.deepEqual(warnings, [])
    broken = false
    await handle(logsEvent([...records(4), 'x']))
    assert.deepEqual(ownSums(lines()), { RecordsReceived: 5, RecordsCounted: 4, RecordsMalformed: 1 })
  })
})
