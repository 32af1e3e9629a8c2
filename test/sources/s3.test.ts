import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { gzipSync } from 'node:zlib'
import { bucketNotification, messageIdOf, objectCreated, sqsEvent } from '../../scripts/lib/lambda-events.ts'
import type { ReadObject } from '../../src/sources/source.ts'
import { logFile, logFileAt, logFileKey, objectStore } from '../support/objects.ts'
import { record, records } from '../support/records.ts'
import { read } from '../support/sources.ts'

const store = objectStore({
  [logFileKey('a')]: logFile(records(2)),
  [logFileKey('b')]: logFile([record()]),
  [logFileKey('empty')]: logFile([]),
  [logFileKey('plain')]: Buffer.from(JSON.stringify({ Records: records(1) })),
  [logFileKey('cut-off')]: logFile(records(2)).subarray(0, 60),
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

  it('takes what the bucket itself sends', async () => {
    const { payloads } = await readObjects([bucketNotification(logFileAt('a'))])
    assert.equal(payloads.flat().length, 2)
  })

  for (const [what, name, reason] of [
    ['is not there', 'missing', /can't be read: NoSuchKey$/],
    ['is cut off', 'cut-off', /is not gzip: unexpected end of file$/],
    ['is no log file', 'other', /is no log file of CloudTrail: expected \{"Records":\[\.\.\.\]\}$/],
    ['is empty', 'none', /is no log file of CloudTrail/],
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
    assert.match(failures[0]?.reason ?? '', /^The message names no object: expected/)
  })

  it('counts objects that it passes over, without reading them', async () => {
    const digest = logFileKey('a').replace('/CloudTrail/', '/CloudTrail-Digest/')
    const insight = logFileKey('a').replace('/CloudTrail/', '/CloudTrail-Insight/')
    const bodies = [digest, insight].map((key) => objectCreated({ bucket: 'trail', key }))
    const { payloads, answer, objectsSkipped } = await readObjects([...bodies, ...created('a')])
    assert.deepEqual([payloads.length, answer, objectsSkipped], [1, { batchItemFailures: [] }, 2])
  })

  it('reads all objects that one message names before it delivers any', async () => {
    const good = await readObjects([notification('a', 'b')])
    assert.equal(good.payloads.length, 2)
    const bad = await readObjects([notification('a', 'missing')])
    assert.deepEqual([bad.payloads.length, bad.failures.length], [0, 1])
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

  it('passes faults of its own on, so that all messages are delivered again', async () => {
    const readObject = () => Promise.reject(new TypeError('a fault of ours'))
    await assert.rejects(read(sqsEvent(created('a')), { readObject }), TypeError)
  })
})
