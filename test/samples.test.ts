import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { describe, it } from 'node:test'
import { constants, gunzipSync } from 'node:zlib'
import { deliveryTime } from '../src/core/cloudtrail/log-file-key.ts'
import { readConfig } from '../src/core/config.ts'
import { messageIdOf, sequenceNumberOf } from '../src/events/lambda-events.ts'
import { EVENT_SOURCES, makeEvent } from '../src/events/make-event.ts'
import { readAccountNames } from '../src/inputs/account-names.ts'
import { fileInputs, readAll } from '../src/inputs/input.ts'
import { PayloadError } from '../src/util/errors.ts'
import { apiUsage } from './support/api-usage.ts'
import { callDocuments, ownSums, parseEmf, sums, total } from './support/emf.ts'
import { EVENT_FILES, SAMPLE_BUCKET, SAMPLE_OBJECTS } from './support/event-files.ts'
import { objectStore } from './support/objects.ts'
import { watchedHandler } from './support/run.ts'
import { AGAIN, DAMAGED } from './support/sample-trail/faults.ts'
import { ACCOUNT_NAMES } from './support/sample-trail/organization.ts'
import { SAMPLE_FOLDER, sampleTrail } from './support/sample-trail/sample-trail.ts'

const readFiles = async (paths: readonly string[]) => readAll(fileInputs(paths))

function readJson(path: string) {
  return JSON.parse(readFileSync(path, 'utf8'))
}

/** What the payloads of an event inflate to, even where they are cut off, and the bodies of its messages. */
function contents(event: LambdaEvent): string[] {
  if ('awslogs' in event) return [inflated(event.awslogs.data)]
  return event.Records.map((one) => ('kinesis' in one ? inflated(one.kinesis.data) : one.body))
}

type LambdaEvent = Awaited<ReturnType<typeof makeEvent>>

/** The text in a payload: gzip's own bytes differ from one version to the next. */
function inflated(data: string): string {
  const text = gunzipSync(Buffer.from(data, 'base64'), { finishFlush: constants.Z_SYNC_FLUSH }).toString(
    'utf8',
  )
  // Cut off in the middle of the compressed bytes, how far it inflates depends on the version of zlib.
  return text.endsWith('}') ? text : text.slice(0, 1000)
}

describe('the sample trail', () => {
  const trail = sampleTrail()
  const files = new Map(trail.map(({ key }) => [key, readFileSync(join(SAMPLE_FOLDER, key))]))

  it('is what its generator makes', () => {
    const all = readdirSync(SAMPLE_FOLDER, { recursive: true, withFileTypes: true })
    const names = all
      .filter((entry) => entry.isFile())
      .map((entry) => relative(SAMPLE_FOLDER, join(entry.parentPath, entry.name)))
    assert.deepEqual(names.sort(), [...files.keys()].sort())
    for (const { key, text } of trail)
      assert.equal(gunzipSync(files.get(key) ?? '').toString('utf8') === text, true, key)
  })

  it('is small', () => {
    assert.ok(total([...files.values()].map(({ length }) => length)) <= 400_000)
  })

  it('has log files in the layout of an organization trail', () => {
    for (const { key } of trail) {
      assert.ok(deliveryTime(key) !== undefined, key)
      assert.match(key, /^AWSLogs\/o-\w+\/(\d{12})\/CloudTrail\/[\w-]+\/\d{4}\/\d\d\/\d\d\/\1_CloudTrail_/)
    }
  })

  it('has no eventID twice but in the file that is delivered twice', () => {
    const ids = trail
      .filter(({ key }) => key !== AGAIN && key !== DAMAGED)
      .flatMap(({ text }) => text.match(/"eventID":"[^"]+"/g) ?? [])
    assert.ok(ids.length > 10_000)
    assert.equal(new Set(ids).size, ids.length)
  })

  it('has calls in every hour of the day, most of them in the hour of the release', () => {
    const calls = new Array<number>(24).fill(0)
    for (const { text } of trail)
      for (const [, hour] of text.matchAll(/"eventTime":"2026-10-01T(\d\d):/g)) {
        const index = Number(hour)
        calls[index] = (calls[index] ?? 0) + 1
      }
    assert.ok(Math.min(...calls) > 100)
    assert.equal(calls.indexOf(Math.max(...calls)), 14)
  })

  it('has errors of S3 and IAM only where these services return them, with the codes that CloudTrail writes', () => {
    const failed = trail.flatMap(
      ({ text }) => text.match(/"eventName":"\w+"(?:(?!"eventName").)+?"errorCode":"[\w.]+"/g) ?? [],
    )
    const operationsWith = (code: string) =>
      new Set(
        failed
          .filter((one) => one.endsWith(`"errorCode":"${code}"`))
          .map((one) => /"eventName":"(\w+)"/.exec(one)?.[1]),
      )
    assert.deepEqual([...operationsWith('NoSuchBucketPolicy')], ['GetBucketPolicy'])
    assert.ok(operationsWith('NoSuchEntityException').has('GetLoginProfile'))
    assert.equal(operationsWith('NoSuchEntity').size, 0)
    assert.ok(!operationsWith('AccessDenied').has('ListBuckets'))
  })

  it('has names for its accounts', () => {
    const accounts = new Set(trail.map(({ key }) => key.split('/')[2]))
    const names = readAccountNames(readFileSync('sample/accounts.json', 'utf8'), 'sample/accounts.json')
    assert.deepEqual(names, ACCOUNT_NAMES)
    assert.deepEqual([...accounts].sort(), [...names.keys()].sort())
  })
})

describe('event files', () => {
  for (const { name, source, kind, from } of EVENT_FILES) {
    it(`${name} is what "npm run event" makes`, async () => {
      const args = ['--source', source, '--kind', kind, ...from]
      const { stdout } = await apiUsage(['event', ...args])
      const [made, committed] = [JSON.parse(stdout), readJson(`events/${name}.json`)].map(contents)
      assert.deepEqual(made, committed)
    })
  }

  it('are all that there are', () => {
    const names = readdirSync('events').filter((name) => name !== 'env.json')
    assert.deepEqual(names.sort(), EVENT_FILES.map(({ name }) => `${name}.json`).sort())
  })

  const env: Record<string, string> = readJson('events/env.json').ApiUsageFunction

  async function invoke(name: string) {
    const objects = Object.entries(SAMPLE_OBJECTS).map(([key, path]) => [key, readFileSync(path)])
    const readObject = objectStore(Object.fromEntries(objects), SAMPLE_BUCKET)
    const watched = watchedHandler({ env, now: Date.now, readObject })
    const answer = await watched.handle(readJson(`events/${name}.json`))
    return { ...watched, answer }
  }

  it('show metrics on any date with the variables of events/env.json', async () => {
    assert.ok(readConfig(env).maxAgeMs > 100 * 365 * 24 * 60 * 60 * 1000)
    const lines = (await invoke('ordinary')).lines()
    for (const line of lines) parseEmf(line)
    const { RecordsReceived, RecordsExpired, RecordsDuplicate, RecordsSkipped } = ownSums(lines)
    assert.deepEqual(
      { RecordsReceived, RecordsExpired, RecordsDuplicate, RecordsSkipped },
      {
        RecordsReceived: 262,
        RecordsExpired: undefined,
        RecordsDuplicate: 130,
        RecordsSkipped: 2,
      },
    )
  })

  it('have a throttle storm of operations above their documented limits', async () => {
    const lines = (await invoke('throttle-storm')).lines()
    const operations = (keys: Iterable<string>) =>
      [...new Set([...keys].map((key) => /Operation=(\w+)/.exec(key)?.[1]))].filter(Boolean).sort()
    const throttles = sums(lines, 'ThrottleCount')
    assert.ok([...throttles.values()].reduce((sum, value) => sum + value, 0) > 200)
    const throttled = operations(throttles.keys())
    assert.deepEqual(throttled, ['ModifyRule', 'PutParameter', 'RegisterTaskDefinition'])
    const above = [...sums(lines, 'RateLimitUtilization')].filter(([, percent]) => percent > 100)
    assert.deepEqual(operations(above.map(([key]) => key)), throttled)
  })

  it('have malformed messages among good ones', async () => {
    const { lines, warnings } = await invoke('malformed')
    assert.deepEqual(ownSums(lines()), { RecordsReceived: 32, RecordsCounted: 28, RecordsMalformed: 4 })
    assert.equal(warnings.length, 1)
  })

  it('have a control message', async () => {
    const { writes, warnings } = await invoke('control-message')
    assert.deepEqual([writes, warnings], [[], []])
  })

  it('have an undecodable payload', async () => {
    await assert.rejects(invoke('undecodable'), PayloadError)
  })

  it('may be the tests that sources send when they are set up, in which there is nothing to count', async () => {
    for (const source of EVENT_SOURCES) {
      const { handle, lines, warnings } = watchedHandler()
      const answer = await handle(await makeEvent({ source, kind: 'control', from: [] }, readFiles))
      assert.deepEqual(answer, source === 'logs' ? undefined : { batchItemFailures: [] })
      // The test event of S3 counts as a skipped object.
      const expected = source === 's3' ? { RecordsReceived: 0, ObjectsSkipped: 1 } : {}
      assert.deepEqual([callDocuments(lines()), ownSums(lines()), warnings], [[], expected, []])
    }
  })

  it('have a batch of a data stream, counted as the same records in one payload are', async () => {
    const [stream, single] = [await invoke('kinesis'), await invoke('throttle-storm')]
    assert.deepEqual(stream.answer, { batchItemFailures: [] })
    assert.deepEqual(callDocuments(stream.lines()), callDocuments(single.lines()))
  })

  it('have a batch of a data stream with an undecodable payload after a good one', async () => {
    const { answer, lines } = await invoke('kinesis-undecodable')
    assert.deepEqual(answer, { batchItemFailures: [{ itemIdentifier: sequenceNumberOf(1) }] })
    assert.equal(ownSums(lines()).RecordsReceived, 100)
  })

  it('of a data stream are undecodable with a single payload, too, and never empty', async () => {
    const from = [`${SAMPLE_FOLDER}/${DAMAGED}`]
    const event = await makeEvent({ source: 'kinesis', kind: 'undecodable', from }, readFiles)
    await assert.rejects(watchedHandler().handle(event), PayloadError)
    await assert.rejects(
      makeEvent({ source: 'kinesis', kind: 'data', from: [] }, readFiles),
      /have no records/,
    )
  })

  it('have a batch of objects, counted as the same files are', async () => {
    const { answer, lines } = await invoke('s3')
    assert.deepEqual(answer, { batchItemFailures: [] })
    const { RecordsReceived, ObjectsSkipped } = ownSums(lines())
    const [ordinary, storm] = [await invoke('ordinary'), await invoke('throttle-storm')]
    const received = [ordinary, storm].map((one) => ownSums(one.lines()).RecordsReceived ?? 0)
    assert.deepEqual([RecordsReceived, ObjectsSkipped], [total(received), 1])
  })

  it('have a batch of objects, one of which is not there', async () => {
    const { answer, lines } = await invoke('s3-missing')
    assert.deepEqual(answer, { batchItemFailures: [{ itemIdentifier: messageIdOf(4) }] })
    assert.deepEqual(ownSums(lines()), ownSums((await invoke('s3')).lines()))
  })
})
