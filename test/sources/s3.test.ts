import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { gzipSync } from 'node:zlib'
import { messageIdOf, objectCreated, sqsEvent } from '../../src/events/lambda-events.ts'
import type { ReadObject } from '../../src/sources/source.ts'
import { bucketNotification } from '../support/bucket-notification.ts'
import { NO_CASES, readCase } from '../support/cases.ts'
import { logFile, logFileAt, logFileKey, objectStore } from '../support/objects.ts'
import { record, records } from '../support/records.ts'
import { read } from '../support/sources.ts'
import {
  configDelivered,
  enveloped,
  filesDelivered,
  subscriptionConfirmation,
} from '../support/trail-topic.ts'

const store = objectStore({
  [logFileKey('a')]: logFile(records(2)),
  [logFileKey('b')]: logFile([record()]),
  [logFileKey('empty')]: logFile([]),
  [logFileKey('plain')]: Buffer.from(JSON.stringify({ Records: records(1) })),
  [logFileKey('cut-off')]: logFile(records(2)).subarray(0, 60),
  [logFileKey('joined')]: gzipSync(JSON.stringify({ Records: records(2) }).repeat(3)),
  [logFileKey('a-line-each')]: gzipSync(`${JSON.stringify({ Records: records(2) })}\n`.repeat(3)),
  [logFileKey('members')]: Buffer.concat([logFile(records(2)), logFile([]), logFile(records(4))]),
  [logFileKey('member-cut-off')]: Buffer.concat([logFile(records(2)), logFile(records(2)).subarray(0, 60)]),
  [logFileKey('zeros-between')]: Buffer.concat([logFile([]), Buffer.alloc(9), logFile(records(2))]),
  [logFileKey('damaged')]: gzipSync(JSON.stringify({ Records: records(3) }).replace('"id-1"', '"id-1')),
  [logFileKey('invalid')]: gzipSync(`{"Records":[x,${JSON.stringify(record())}]}`),
  [logFileKey('other')]: gzipSync('{"logFiles":[]}'),
  [logFileKey('none')]: Buffer.alloc(0),
  [logFileKey('bomb')]: gzipSync(Buffer.alloc(2 * 1024 * 1024)),
  [logFileKey('large')]: Buffer.alloc(2 * 1024 * 1024),
})

const created = (...names: string[]) => names.map((name) => objectCreated(logFileAt(name)))

/** One notification of the bucket that names several objects. */
function notification(...names: string[]): string {
  const Records = names.flatMap((name) => JSON.parse(bucketNotification(logFileAt(name))).Records)
  return JSON.stringify({ Records })
}

function readObjects(bodies: readonly string[]) {
  return read(sqsEvent(bodies), { readObject: store })
}

describe('S3', () => {
  it('delivers the records of every object', async () => {
    const { payloads, answer, failures, objectsSkipped } = await readObjects(created('a', 'b'))
    assert.deepEqual(
      payloads.map((messages) => messages.map((one) => 'text' in one && JSON.parse(one.text))),
      [records(2), [record()]],
    )
    assert.deepEqual([answer, failures, objectsSkipped], [{ batchItemFailures: [] }, [], 0])
  })

  it('knows a record by its file and place, in a text short enough to be remembered', async () => {
    const { payloads } = await readObjects(created('a'))
    const ids = payloads.flat().map(({ id }) => id)
    const file = '111122223333_CloudTrail_eu-west-1_20261001T1205Z_a.json.gz'
    assert.deepEqual(ids, [`${file}#0`, `${file}#1`])
  })

  it('delivers objects without records, and such as are not gzipped', async () => {
    const { payloads } = await readObjects(created('empty', 'plain'))
    assert.deepEqual(
      payloads.map(({ length }) => length),
      [0, 1],
    )
  })

  it('delivers all records of log files that were joined', async () => {
    const { payloads, answer } = await readObjects(created('joined', 'a-line-each', 'members'))
    assert.deepEqual(
      payloads.map((messages) => messages.length),
      [6, 6, 6],
    )
    assert.equal(new Set(payloads[0]?.map(({ id }) => id)).size, 6)
    assert.deepEqual(answer, { batchItemFailures: [] })
  })

  it('delivers an invalid record as it is, and the others', async () => {
    const { payloads } = await readObjects(created('invalid'))
    assert.deepEqual(
      payloads.flat().map((one) => 'text' in one && one.text),
      ['x', JSON.stringify(record())],
    )
  })

  it('takes what the bucket itself sends', async () => {
    const { payloads } = await readObjects([bucketNotification(logFileAt('a'))])
    assert.equal(payloads.flat().length, 2)
  })

  for (const [what, name, reason] of [
    ['is not there', 'missing', /can't be read: NoSuchKey$/],
    ['is cut off', 'cut-off', /is not gzip: unexpected end of file$/],
    ['has a member that is cut off', 'member-cut-off', /is not gzip: unexpected end of file$/],
    ['goes on behind zeros', 'zeros-between', /is not gzip: more after its end$/],
    ['has a record that is cut off', 'damaged', /damaged at byte \d+: expected/],
    [
      'is not a log file',
      'other',
      /is not a CloudTrail log file or is damaged at byte 0: expected \{"Records":\[\.\.\.\]\}$/,
    ],
    ['is empty', 'none', /is not a CloudTrail log file/],
    ['inflates to too much', 'bomb', /inflates to more than 1048576 bytes$/],
    ['is too large', 'large', /has more than 1048576 bytes$/],
  ] as const) {
    it(`fails the message of an object that ${what}, and no other`, async () => {
      const { payloads, answer, failures } = await readObjects(created('a', name, 'b'))
      assert.deepEqual(
        payloads.map(({ length }) => length),
        [2, 1],
      )
      assert.deepEqual(answer, { batchItemFailures: [{ itemIdentifier: messageIdOf(1) }] })
      assert.equal(failures.length, 1)
      assert.ok(failures[0]?.reason.startsWith(`s3://trail/${logFileKey(name)} `), failures[0]?.reason)
      assert.match(failures[0]?.reason ?? '', reason)
    })
  }

  it('fails messages that name no object', async () => {
    const { payloads, answer, failures } = await readObjects(['text', ...created('a'), '{}', '[]'])
    assert.equal(payloads.length, 1)
    assert.deepEqual(answer, {
      batchItemFailures: [0, 2, 3].map((place) => ({ itemIdentifier: messageIdOf(place) })),
    })
    assert.match(failures[0]?.reason ?? '', /^The message has no S3 object: expected/)
  })

  it('counts objects that it skips, without reading them', async () => {
    const digest = logFileKey('a').replace('/CloudTrail/', '/CloudTrail-Digest/')
    const insight = logFileKey('a').replace('/CloudTrail/', '/CloudTrail-Insight/')
    const bodies = [digest, insight].map((key) => objectCreated({ bucket: 'trail', key }))
    const { payloads, answer, objectsSkipped } = await readObjects([...bodies, ...created('a')])
    assert.deepEqual([payloads.length, answer, objectsSkipped], [1, { batchItemFailures: [] }, 2])
  })

  /** The forms of one message that names several objects. */
  const forms = {
    'a notification of the bucket': notification,
    "CloudTrail's notification": (...names: string[]) => filesDelivered(...names.map(logFileAt)),
    "CloudTrail's notification in an envelope": (...names: string[]) =>
      enveloped(filesDelivered(...names.map(logFileAt))),
  }
  for (const [form, message] of Object.entries(forms))
    it(`reads all objects that ${form} names before it delivers any`, async () => {
      const { payloads, answer } = await readObjects([
        message('a', 'b'),
        message('a', 'missing'),
        message('b', 'cut-off', 'a'),
        message('b'),
      ])
      assert.deepEqual(
        payloads.map(({ length }) => length),
        [2, 1, 1],
      )
      assert.deepEqual(answer, { batchItemFailures: [1, 2].map((i) => ({ itemIdentifier: messageIdOf(i) })) })
    })

  it('counts other messages of a topic as skipped, and fails none of them', async () => {
    const bodies = [
      enveloped(configDelivered()),
      configDelivered(),
      subscriptionConfirmation(),
      'CloudTrail validation message.',
    ]
    const { payloads, answer, objectsSkipped } = await readObjects([...bodies, ...created('a')])
    assert.deepEqual([payloads.length, answer, objectsSkipped], [1, { batchItemFailures: [] }, 4])
  })

  it('holds what the objects of one message inflate to together', async () => {
    const big = logFile([record({ requestParameters: 'x'.repeat(600_000) })])
    const readObject = objectStore({ [logFileKey('a')]: big, [logFileKey('b')]: big })
    const apart = [notification('a'), notification('b')]
    assert.equal((await read(sqsEvent(apart), { readObject })).payloads.length, 2)
    assert.equal((await read(sqsEvent([notification('a', 'b')]), { readObject })).failures.length, 1)
  })

  it('asks for no more of an object than the ones before it leave', async () => {
    const event = sqsEvent([notification('a', 'b')])
    const [file, size] = [logFile(records(1)), JSON.stringify({ Records: records(1) }).length]
    for (const left of [1000, 1]) {
      const asked: number[] = []
      const readObject: ReadObject = async (_, maxBytes) => {
        asked.push(maxBytes)
        return file
      }
      const { failures } = await read(event, { maxObjectBytes: size + left, readObject })
      assert.deepEqual(asked, [size + left, left])
      if (left === 1) assert.match(failures[0]?.reason ?? '', /_b\.json\.gz inflates to more than 1 bytes$/)
    }
  })

  it('passes on unexpected errors, so that all messages are delivered again', async () => {
    const readObject = () => Promise.reject(new TypeError('an unexpected error'))
    await assert.rejects(read(sqsEvent(created('a')), { readObject }), TypeError)
  })

  /** Takes ten seconds to read an object. */
  function slowly(seconds: number) {
    let left = seconds * 1000
    const reads: string[] = []
    const readObject: ReadObject = async (location, maxBytes) => {
      left -= 10_000
      reads.push(location.key)
      return store(location, maxBytes)
    }
    return { reads, options: { readObject, remainingMs: () => left } }
  }

  it('fails objects that there is no time left to read, unread, and counts the others', async () => {
    const { reads, options } = slowly(45)
    const { payloads, answer, failures } = await read(sqsEvent(created(...Array(10).fill('a'))), options)
    assert.equal(reads.length, 4)
    assert.equal(payloads.length, 4)
    const unread = [4, 5, 6, 7, 8, 9].map((i) => ({ itemIdentifier: messageIdOf(i) }))
    assert.deepEqual(answer, { batchItemFailures: unread })
    assert.match(failures[0]?.reason ?? '', /^s3:\/\/trail\/AWSLogs.* was not read because no time was left$/)
  })

  for (const [form, message] of Object.entries(forms))
    it(`counts nothing of ${form} that names more objects than there is time for`, async () => {
      const { reads, options } = slowly(45)
      const { payloads, answer } = await read(
        sqsEvent([...created('a', 'a'), message('a', 'b', 'a'), ...created('a')]),
        options,
      )
      assert.equal(reads.length, 4)
      assert.equal(payloads.length, 2)
      assert.deepEqual(answer, { batchItemFailures: [2, 3].map((i) => ({ itemIdentifier: messageIdOf(i) })) })
    })

  for (const [name, count] of [
    ['04a-log-files-joined.json', 13],
    ['20-a-broken-record-takes-the-rest.json', undefined],
  ] as const) {
    it(`${count === undefined ? 'fails' : 'delivers all of'} the collected case ${name}`, {
      skip: NO_CASES,
    }, async () => {
      const readObject = objectStore({ [logFileKey('case')]: gzipSync(readCase(name)) })
      const { payloads, failures } = await read(sqsEvent(created('case')), { readObject })
      assert.deepEqual([payloads[0]?.length, failures.length], [count, count === undefined ? 1 : 0])
    })
  }
})
