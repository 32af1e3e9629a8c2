import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { gzipSync } from 'node:zlib'
import {
  kinesisEvent,
  messageIdOf,
  objectCreated,
  sequenceNumberOf,
  sqsEvent,
} from '../../src/events/lambda-events.ts'
import { PayloadError, UnknownEventError } from '../../src/util/errors.ts'
import { ownDocuments, ownSums, parseEmf, sums } from '../support/emf.ts'
import { logFile, logFileAt, logFileKey, objectStore } from '../support/objects.ts'
import { EVENT_MINUTE, encoded, logsEvent, NOW, payload, record, records } from '../support/records.ts'
import { OWN_LOG_GROUP, watchedHandler } from '../support/run.ts'

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

  it('recognizes a record without eventID by the ID of its log event', async () => {
    const { handle, lines } = watchedHandler()
    for (let i = 0; i < 2; i++) await handle(logsEvent([record(), record()]))
    assert.deepEqual(ownSums(lines()), { RecordsReceived: 4, RecordsCounted: 2, RecordsDuplicate: 2 })
  })

  it('writes nothing for a control message', async () => {
    const { handle, writes, warnings } = watchedHandler()
    await handle({ awslogs: { data: encoded({ messageType: 'CONTROL_MESSAGE', logEvents: [] }) } })
    assert.deepEqual([writes, warnings], [[], []])
  })

  it('writes nothing for its own log, not even about malformed messages', async () => {
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
        warning: 'Messages that are not CloudTrail records were not counted',
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
    ['invalid JSON', encoded('x'), /invalid JSON/],
    ['a JSON value that is not a subscription message', encoded({}), /is not a subscription message/],
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

  it('rejects an event from an unknown source', async () => {
    await assert.rejects(watchedHandler().handle({ key1: 'value1' }), UnknownEventError)
  })

  it('accepts a payload of up to a sixteenth of its memory', async () => {
    const event = logsEvent(records(20, () => ({ requestParameters: 'x'.repeat(1_000_000) })))
    await assert.rejects(watchedHandler({ memoryMegabytes: 256 }).handle(event), /more than 16777216 bytes/)
    await watchedHandler({ memoryMegabytes: 512 }).handle(event)
  })

  it('forgets an invocation whose lines could not be written', async () => {
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

  it('counts the payloads of a data stream together, and returns the failed item', async () => {
    const { handle, lines, warnings } = watchedHandler()
    const [a, b] = [payload(records(3)), payload(records(5))]
    assert.deepEqual(await handle(kinesisEvent([a, b])), { batchItemFailures: [] })
    assert.equal(lines().length, 3, 'two sets and the function, as for one payload')
    assert.deepEqual(ownSums(lines()), { RecordsReceived: 8, RecordsCounted: 5, RecordsDuplicate: 3 })
    assert.deepEqual(warnings, [])
  })

  it('warns of a payload of a data stream that it could not read, and counts those before it', async () => {
    const { handle, lines, warnings } = watchedHandler()
    const answer = await handle(kinesisEvent([payload(records(3)), 'AA==', payload(records(5))]))
    assert.deepEqual(answer, { batchItemFailures: [{ itemIdentifier: sequenceNumberOf(1) }] })
    assert.deepEqual(ownSums(lines()), { RecordsReceived: 3, RecordsCounted: 3 })
    assert.deepEqual(warnings, [
      {
        warning: 'A payload could not be read. It was not counted and will be delivered again',
        failed: sequenceNumberOf(1),
        reason: 'Records[1].kinesis.data is not gzip: unexpected end of file',
      },
    ])
  })

  it('writes nothing for a batch of control messages and of its own log', async () => {
    const { handle, writes, warnings } = watchedHandler()
    const control = encoded({ messageType: 'CONTROL_MESSAGE', logEvents: [] })
    const own = payload(['no record'], { logGroup: OWN_LOG_GROUP })
    assert.deepEqual(await handle(kinesisEvent([control, own])), { batchItemFailures: [] })
    assert.deepEqual([writes, warnings], [[], []])
  })

  it('counts the objects of a queue together, and recognizes those it had before', async () => {
    const readObject = objectStore({
      [logFileKey('a')]: logFile(records(3)),
      [logFileKey('b')]: logFile(records(5)),
      [logFileKey('old')]: logFile([record(), record()]),
    })
    const { handle, lines, warnings } = watchedHandler({ readObject })
    const bodies = ['a', 'b', 'a', 'old', 'old', 'missing'].map((name) => objectCreated(logFileAt(name)))
    const answer = await handle(sqsEvent(bodies))
    assert.deepEqual(answer, { batchItemFailures: [{ itemIdentifier: messageIdOf(5) }] })
    assert.deepEqual(ownSums(lines()), { RecordsReceived: 15, RecordsCounted: 7, RecordsDuplicate: 8 })
    assert.equal(lines().length, 3)
    assert.match(String(warnings[0]?.reason), /^s3:\/\/trail\/AWSLogs.* can't be read: NoSuchKey$/)
  })

  it('returns objects as failed if no time is left, and counts the others', async () => {
    const objects = Object.fromEntries(
      Array.from({ length: 10 }, (_, i) => [
        logFileKey(`${i}`),
        logFile(records(2, (j) => ({ eventID: `id-${i}-${j}` }))),
      ]),
    )
    let left = 50_000
    const store = objectStore(objects)
    const { handle, lines } = watchedHandler({
      readObject: (location, maxBytes) => {
        left -= 12_000
        return store(location, maxBytes)
      },
    })
    const event = sqsEvent(Object.keys(objects).map((key) => objectCreated({ bucket: 'trail', key })))
    const answer = await handle(event, { getRemainingTimeInMillis: () => left })
    const failed = [3, 4, 5, 6, 7, 8, 9].map((i) => ({ itemIdentifier: messageIdOf(i) }))
    assert.deepEqual(answer, { batchItemFailures: failed })
    assert.equal(ownSums(lines()).RecordsCounted, 6)
  })

  it('reports skipped objects separately from records', async () => {
    const { handle, lines } = watchedHandler({
      readObject: objectStore({ [logFileKey('a')]: logFile(records(2)) }),
    })
    const digest = { bucket: 'trail', key: logFileKey('a').replace('/CloudTrail/', '/CloudTrail-Digest/') }
    await handle(sqsEvent([objectCreated(digest), objectCreated(digest)]))
    assert.deepEqual(ownSums(lines()), { RecordsReceived: 0, ObjectsSkipped: 2 })
    for (const line of lines()) parseEmf(line, NOW)
    await handle(sqsEvent([objectCreated(digest), objectCreated(logFileAt('a'))]))
    assert.deepEqual(ownSums(lines()), { RecordsReceived: 2, RecordsCounted: 2, ObjectsSkipped: 3 })
  })

  it('writes nothing if no message could be read, but returns the failures', async () => {
    const { handle, writes, warnings } = watchedHandler({ readObject: objectStore({}) })
    const answer = await handle(sqsEvent([objectCreated(logFileAt('a'))]))
    assert.deepEqual(answer, { batchItemFailures: [{ itemIdentifier: messageIdOf(0) }] })
    assert.deepEqual([writes.length, warnings.length], [0, 1])
  })

  it('warns of each unreadable message, briefly', async () => {
    const { handle, warnings } = watchedHandler({ readObject: objectStore({}) })
    const longKey = { bucket: 'trail', key: `${'x'.repeat(200_000)}/${logFileKey('a')}` }
    await handle(sqsEvent(['text', objectCreated(longKey)]))
    assert.deepEqual(
      warnings.map(({ failed }) => failed),
      [messageIdOf(0), messageIdOf(1)],
    )
    assert.equal(String(warnings[1]?.reason).length, 1024)
  })

  it('adds up the folded calls of a batch', async () => {
    const { handle, lines } = watchedHandler({ env: { MAX_SERIES: '1' } })
    const two = (from: number) =>
      payload(records(2, (i) => ({ eventID: `${from + i}`, eventName: `Op${from + i}` })))
    await handle(kinesisEvent([two(0), two(2)]))
    assert.equal(ownSums(lines()).CallsFolded, 3)
  })

  it('recognizes an object that comes again, however many records it has', async () => {
    const readObject = objectStore({ [logFileKey('a')]: logFile(records(60_000)) })
    const { handle, lines } = watchedHandler({ memoryMegabytes: 512, readObject })
    for (let i = 0; i < 2; i++) await handle(sqsEvent([objectCreated(logFileAt('a'))]))
    const { RecordsCounted, RecordsDuplicate } = ownSums(lines())
    assert.deepEqual([RecordsCounted, RecordsDuplicate], [60_000, 60_000])
  })

  it('accepts an object of up to an eighth of its memory', async () => {
    const large = records(60, () => ({ requestParameters: 'x'.repeat(1_000_000) }))
    const readObject = objectStore({ [logFileKey('a')]: logFile(large) })
    const event = sqsEvent([objectCreated(logFileAt('a'))])
    const small = watchedHandler({ memoryMegabytes: 256, readObject })
    await small.handle(event)
    assert.match(String(small.warnings[0]?.reason), /inflates to more than 33554432 bytes$/)
    const roomy = watchedHandler({ memoryMegabytes: 512, readObject })
    await roomy.handle(event)
    assert.equal(ownSums(roomy.lines()).RecordsCounted, 60)
  })

  it('measures the lag from the times of the calls, with every source', async () => {
    const times = ['2026-10-01T12:00:00Z', '2026-10-01T12:04:00Z']
    const all = records(2, (i) => ({ eventTime: times[i] }))
    const readObject = objectStore({ [logFileKey('a')]: logFile(all) })
    const events = [logsEvent(all), kinesisEvent([payload(all)]), sqsEvent([objectCreated(logFileAt('a'))])]
    for (const event of events) {
      const { handle, lines } = watchedHandler({ readObject })
      await handle(event)
      assert.deepEqual(ownDocuments(lines())[0]?.metrics.DeliveryLag, [60, 300])
    }
  })
})
