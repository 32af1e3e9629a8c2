import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import type { RequestListener } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { gzipSync } from 'node:zlib'
import { messageIdOf, objectCreated, sqsEvent } from '../../src/events/lambda-events.ts'
import { createObjectReader, type ReaderOptions } from '../../src/sources/s3-client.ts'
import { PayloadError } from '../../src/util/errors.ts'
import { apiUsage } from '../support/api-usage.ts'
import { ownSums } from '../support/emf.ts'
import { useAwsSettings } from '../support/environment.ts'
import { SAMPLE_BUCKET, SAMPLE_OBJECTS } from '../support/event-files.ts'
import { BUCKET, logFile, logFileAt, logFileKey } from '../support/objects.ts'
import { records } from '../support/records.ts'
import { watchedHandler } from '../support/run.ts'
import { answeredBy } from './answered-by.ts'
import { type S3Server, startS3 } from './server.ts'

const MEGABYTE = 1024 * 1024
const ODD_KEY = `a b+c/ü%20/${logFileKey('odd')}`
const LARGE = randomBytes(3 * MEGABYTE)

let s3: S3Server
before(async () => {
  s3 = await startS3()
  await s3.fill(BUCKET, {
    [logFileKey('a')]: logFile(records(3)),
    [logFileKey('b')]: logFile(records(5)),
    [logFileKey('cut-off')]: logFile(records(5)).subarray(0, -20),
    [logFileKey('empty')]: Buffer.alloc(0),
    [logFileKey('large')]: LARGE,
    [logFileKey('bomb')]: gzipSync(Buffer.alloc(100 * MEGABYTE)),
    [ODD_KEY]: logFile(records(7)),
  })
})
after(() => s3.stop())

const folder = mkdtempSync(join(tmpdir(), 's3-'))
after(() => rmSync(folder, { recursive: true }))

/** A reader that takes what it needs from the environment, as in Lambda. */
function reader(environment: Readonly<Record<string, string>> = {}, options?: ReaderOptions) {
  useAwsSettings({ ...s3.environment(), ...environment })
  return createObjectReader(process.env, options)
}

const event = (...names: string[]) => sqsEvent(names.map((name) => objectCreated(logFileAt(name))))

async function reasonOf(name: string, readObject = reader()): Promise<string> {
  const error: unknown = await readObject(logFileAt(name), MEGABYTE).catch((reason) => reason)
  assert.ok(error instanceof PayloadError, String(error))
  assert.ok(error.message.startsWith(`s3://${BUCKET}/${logFileKey(name)} `), error.message)
  return error.message.slice(`s3://${BUCKET}/${logFileKey(name)} `.length)
}

describe('objects in S3', () => {
  it('are read as they are stored', async () => {
    const readObject = reader()
    assert.deepEqual(await readObject(logFileAt('a'), MEGABYTE), logFile(records(3)))
    assert.deepEqual(await readObject(logFileAt('large'), LARGE.length), LARGE)
  })

  it('are found by odd keys', async () => {
    const { handle, lines } = watchedHandler({ readObject: reader() })
    await handle(sqsEvent([objectCreated({ bucket: BUCKET, key: ODD_KEY })]))
    assert.equal(ownSums(lines()).RecordsCounted, 7)
  })

  it('are counted by the handler, duplicates in them once, and each that fails fails alone', async () => {
    const { handle, lines, warnings } = watchedHandler({ readObject: reader() })
    const answer = await handle(event('a', 'missing', 'b', 'cut-off', 'a', 'bomb'))
    assert.deepEqual(answer, {
      batchItemFailures: [1, 3, 5].map((place) => ({ itemIdentifier: messageIdOf(place) })),
    })
    assert.deepEqual(ownSums(lines()), { RecordsReceived: 11, RecordsCounted: 5, RecordsDuplicate: 6 })
    assert.equal(warnings.length, 3)
  })

  it('that are not there are named', async () => {
    assert.match(await reasonOf('missing'), /^can't be read: NoSuchKey: The specified key does not exist\.$/)
    const elsewhere = await reader()({ bucket: 'none', key: 'AWSLogs/x' }, 1).catch(String)
    assert.match(String(elsewhere), /s3:\/\/none\/AWSLogs\/x can't be read: NoSuchBucket: /)
  })

  it('that are larger than what is taken are named', async () => {
    assert.equal(await reasonOf('large'), 'has more than 1048576 bytes')
  })

  it('that are empty are named', async () => {
    assert.match(await reasonOf('empty'), /^can't be read: InvalidRange: .* \(it is empty\)$/)
  })

  it('whose transfer is truncated are named', async () => {
    const cutOff: RequestListener = (_, response) => {
      response.writeHead(206, { 'content-length': 1000 })
      response.write('x'.repeat(100), () => response.destroy())
    }
    await answeredBy(cutOff, async (environment) => {
      assert.match(await reasonOf('a', reader(environment)), /^can't be read: .*aborted/)
    })
  })

  it('whose transfer comes to a halt, or does not begin, are named', async () => {
    const halting: RequestListener = (_, response) => {
      response.writeHead(206, { 'content-length': 1000 })
      response.write('x'.repeat(100))
    }
    for (const listener of [halting, () => {}])
      await answeredBy(listener, async (environment) => {
        assert.match(
          await reasonOf('a', reader(environment, { silenceMs: 100 })),
          /^can't be read: TimeoutError: .* after 100 ms of inactivity/,
        )
      })
  })

  it('are read from a server that has no host name for each bucket', async () => {
    const environment = { AWS_ENDPOINT_URL_S3: s3.url.replace('127.0.0.1', 'localhost') }
    assert.deepEqual(await reader(environment)(logFileAt('a'), MEGABYTE), logFile(records(3)))
  })

  it('may not be reached: that is named too', async () => {
    const environment = { AWS_ENDPOINT_URL_S3: 'http://127.0.0.1:1' }
    assert.match(await reasonOf('a', reader(environment)), /^can't be read: .*ECONNREFUSED/)
  })
})

describe('the preview', () => {
  it('reads the objects that an event file names', async () => {
    const objects = Object.entries(SAMPLE_OBJECTS).map(([key, path]) => [key, readFileSync(path)])
    await s3.fill(SAMPLE_BUCKET, Object.fromEntries(objects))
    const start = (emf: string, ...paths: string[]) =>
      apiUsage(['preview', '--no-html', '--json', '--emf', join(folder, emf), ...paths], s3.environment())
    const [fromEvent, fromFiles] = await Promise.all([
      start('event.jsonl', '--read-objects', 'events/s3.json'),
      start('files.jsonl', ...Object.values(SAMPLE_OBJECTS)),
    ])
    const usage = ({ stdout }: { stdout: string }) => JSON.parse(stdout).usage
    assert.deepEqual(usage(fromEvent), usage(fromFiles))
    const missing = await start('missing.jsonl', '--read-objects', 'events/s3-missing.json')
    assert.equal(missing.code, 1)
    assert.match(
      missing.stderr,
      /Skipped events\/s3-missing.json: 1 of its payloads can't be read, so none of it is counted: .*The specified key does not exist/,
    )
  })
})

// Last, as the server asks for permissions from here on.
describe('objects that may not be read', () => {
  it('fail their messages alone', async () => {
    const credentials = await s3.limitedUser({
      Effect: 'Allow',
      Action: 's3:GetObject',
      Resource: `arn:aws:s3:::${BUCKET}/${logFileKey('a')}`,
    })
    const readObject = reader(s3.environment(credentials))
    const { handle, lines, warnings } = watchedHandler({ readObject })
    const answer = await handle(event('b', 'a', 'missing'))
    assert.deepEqual(answer, {
      batchItemFailures: [0, 2].map((place) => ({ itemIdentifier: messageIdOf(place) })),
    })
    assert.equal(ownSums(lines()).RecordsCounted, 3)
    assert.match(
      String(warnings[0]?.reason),
      /can't be read: AccessDenied: .* \(or the object does not exist\)$/,
    )
  })
})
