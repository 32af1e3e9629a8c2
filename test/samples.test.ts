import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { describe, it } from 'node:test'
import { promisify } from 'node:util'
import { constants, gunzipSync } from 'node:zlib'
import { EVENT_FILES } from '../scripts/lib/events.ts'
import { sampleTrail } from '../scripts/lib/trail.ts'
import { readConfig } from '../src/config.ts'
import { PayloadError } from '../src/errors.ts'
import { ownSums, parseEmf, sums } from './support/emf.ts'
import { watchedHandler } from './support/run.ts'

const run = promisify(execFile)

function readJson(path: string) {
  return JSON.parse(readFileSync(path, 'utf8'))
}

/** What a payload inflates to, even where it is cut off: gzip's own bytes differ from one version to the next. */
function inflated(event: { awslogs: { data: string } }): string {
  return gunzipSync(Buffer.from(event.awslogs.data, 'base64'), {
    finishFlush: constants.Z_SYNC_FLUSH,
  }).toString('utf8')
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
  for (const { name, kind, from } of EVENT_FILES) {
    it(`${name} is what "npm run event" makes`, async () => {
      const { stdout } = await run('tsx', ['scripts/event.ts', '--kind', kind, ...from], {
        env: { ...process.env, INIT_CWD: process.cwd() },
        maxBuffer: 64 * 1024 * 1024,
      })
      const [made, committed] = [JSON.parse(stdout), readJson(`events/${name}.json`)].map(inflated)
      if (kind !== 'undecodable') assert.equal(made, committed)
      // Cut off in the middle of the compressed bytes, so how far it inflates depends on the version of zlib.
      else assert.equal(made?.slice(0, 1000), committed?.slice(0, 1000))
    })
  }

  const env: Record<string, string> = readJson('events/env.json').ApiUsageFunction

  async function invoke(name: string) {
    const watched = watchedHandler({ env, now: Date.now })
    await watched.handle(readJson(`events/${name}.json`))
    return watched
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
    const [kind, file] = await Promise.all([event('--kind', 'other'), event('package.json')])
    assert.match(kind.stderr, /--kind: expected one of data, control, undecodable, given "other"/)
    assert.match(file.stderr, /package.json: JSON without CloudTrail records/)
    assert.equal(file.code, 1)
  })
})
