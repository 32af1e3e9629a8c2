import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { describe, it } from 'node:test'
import { promisify } from 'node:util'
import { constants, gunzipSync } from 'node:zlib'
import { EVENT_FILES, SAMPLE_BUCKET, SAMPLE_OBJECTS } from '../scripts/lib/event-files.ts'
import { EVENT_SOURCES, makeEvent } from '../scripts/lib/events.ts'
import { messageIdOf, sequenceNumberOf } from '../scripts/lib/lambda-events.ts'
import { sampleTrail } from '../scripts/lib/trail.ts'
import { readConfig } from '../src/config.ts'
import { PayloadError } from '../src/errors.ts'
import { callDocuments, ownSums, parseEmf, sums, total } from './support/emf.ts'
import { objectStore } from './support/objects.ts'
import { watchedHandler } from './support/run.ts'

const run = promisify(execFile)

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
  it('is what its generator makes', () => {
    const { ordinary, throttleStorm, malformed } = sampleTrail()
    const records = (name: string) =>
      JSON.parse(gunzipSync(readFileSync(`sample/trail/${name}`)).toString('utf8')).Records
    assert.deepEqual(records('1-ordinary.json.gz'), ordinary)
    assert.deepEqual(records('2-throttle-storm.json.gz'), throttleStorm)
    assert.equal(readFileSync('sample/trail/3-malformed.jsonl', 'utf8'), `${malformed.join('\n')}\n`)
  })
})

describe('event files', () => {
  for (const { name, source, kind, from } of EVENT_FILES) {
    it(`${name} is what "npm run event" makes`, async () => {
      const args = ['--source', source, '--kind', kind, ...from]
      const { stdout } = await run('tsx', ['scripts/event.ts', ...args], {
        env: { ...process.env, INIT_CWD: process.cwd() },
        maxBuffer: 64 * 1024 * 1024,
      })
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
        RecordsReceived: 827,
        RecordsExpired: undefined,
        RecordsDuplicate: 20,
        RecordsSkipped: 7,
      },
    )
  })

  it('have a throttle storm', async () => {
    const throttles = sums((await invoke('throttle-storm')).lines(), 'ThrottleCount')
    assert.ok([...throttles.values()].reduce((sum, value) => sum + value, 0) > 200)
  })

  it('have malformed messages among good ones', async () => {
    const { lines, warnings } = await invoke('malformed')
    assert.deepEqual(ownSums(lines()), { RecordsReceived: 45, RecordsCounted: 40, RecordsMalformed: 5 })
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
      const { handle, writes, warnings } = watchedHandler()
      const answer = await handle(await makeEvent({ source, kind: 'control', from: [] }))
      assert.deepEqual(answer, source === 'logs' ? undefined : { batchItemFailures: [] })
      assert.deepEqual([writes, warnings], [[], []])
    }
  })

  it('have a batch of a data stream, counted as the same records in one payload are', async () => {
    const [stream, single] = [await invoke('kinesis'), await invoke('throttle-storm')]
    assert.deepEqual(stream.answer, { batchItemFailures: [] })
    assert.deepEqual(callDocuments(stream.lines()), callDocuments(single.lines()))
  })

  it('have a batch of a data stream with an undecodable payload behind a good one', async () => {
    const { answer, lines } = await invoke('kinesis-undecodable')
    assert.deepEqual(answer, { batchItemFailures: [{ itemIdentifier: sequenceNumberOf(1) }] })
    assert.equal(ownSums(lines()).RecordsReceived, 100)
  })

  it('of a data stream are undecodable with a single payload, too, and never empty', async () => {
    const from = ['sample/trail/3-malformed.jsonl']
    const event = await makeEvent({ source: 'kinesis', kind: 'undecodable', from })
    await assert.rejects(watchedHandler().handle(event), PayloadError)
    await assert.rejects(makeEvent({ source: 'kinesis', kind: 'data', from: [] }), /hold no records/)
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
    assert.deepEqual(answer, { batchItemFailures: [{ itemIdentifier: messageIdOf(3) }] })
    assert.deepEqual(ownSums(lines()), ownSums((await invoke('s3')).lines()))
  })
})

describe('npm run event', () => {
  async function event(...args: string[]) {
    const env = { ...process.env, INIT_CWD: process.cwd() }
    return run('tsx', ['scripts/event.ts', ...args], { env }).then(
      ({ stderr }) => ({ code: 0, stderr }),
      ({ code, stderr }) => ({ code, stderr: String(stderr) }),
    )
  }

  it('shows how it is used', async () => {
    const [asked, without] = await Promise.all([event('--help'), event()])
    assert.equal(asked.code, 0)
    assert.equal(without.code, 2)
    assert.match(asked.stderr, /npm run event -- --out out\/mine.json FILE/)
  })

  it('names what it can not use', async () => {
    const [kind, source, file, object, control, overwritten] = await Promise.all([
      event('--kind', 'other'),
      event('--source', 'S3'),
      event('package.json'),
      event('--source', 's3', 'trail.json.gz'),
      event('--kind', 'control', 'package.json'),
      event('--out', 'sample/trail/3-malformed.jsonl', 'sample/../sample/trail/3-malformed.jsonl'),
    ])
    assert.match(source.stderr, /--source: expected one of logs, kinesis, s3, given "S3"/)
    assert.match(object.stderr, /Expected s3:\/\/BUCKET\/KEY, given trail.json.gz/)
    assert.match(kind.stderr, /--kind: expected one of data, control, undecodable, given "other"/)
    assert.match(file.stderr, /package.json: JSON without CloudTrail records/)
    assert.match(control.stderr, /--kind control takes no files/)
    assert.match(overwritten.stderr, /--out would overwrite .*3-malformed.jsonl, which is to be read/)
    assert.equal(file.code, 1)
  })
})
