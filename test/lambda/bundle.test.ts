import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { copyFileSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { objectCreated, sqsEvent } from '../../src/events/lambda-events.ts'
import { lambdaNode } from '../../tools/node24/path.ts'
import { ownSums, parseEmf, sums } from '../support/emf.ts'
import { logFileAt } from '../support/objects.ts'
import { at, encoded, logsEvent, record, records } from '../support/records.ts'

const run = promisify(execFile)
const BUNDLE = fileURLToPath(new URL('../../dist/index.cjs', import.meta.url))

/** Requires the bundle as Lambda does, hands it events from standard input one after the other, and says what came. */
const HARNESS = `
  const { handler } = require(process.argv[1])
  const events = JSON.parse(require('node:fs').readFileSync(0, 'utf8'))
  void (async () => {
    for (const event of events) {
      try {
        const answer = await handler(event)
        if (answer !== undefined) throw new Error('answered ' + answer)
      } catch (error) {
        console.error(error.constructor.name + ': ' + error.message)
      }
    }
    // Like Lambda, leave at once: what has not reached the pipe by now is lost.
    process.kill(process.pid, 'SIGKILL')
  })()`

/** The lines of a fresh environment of Lambda's Node.js, with a real pipe for its standard output. */
async function invoke(events: readonly unknown[], env: Record<string, string> = {}, bundle = BUNDLE) {
  const child = run(lambdaNode(), ['-e', HARNESS, bundle], {
    env: { AWS_LAMBDA_FUNCTION_NAME: 'tracker', MAX_AGE_HOURS: '1000000', ...env },
    maxBuffer: 64 * 1024 * 1024,
    killSignal: 'SIGTERM',
  })
  child.child.stdin?.end(JSON.stringify(events))
  const { stdout, stderr } = await child.catch((error) => error)
  return { lines: String(stdout).split('\n').slice(0, -1), stderr: String(stderr) }
}

describe('the bundle', () => {
  it('writes whole lines to a pipe, all of them before it is done', async () => {
    const many = records(30_000, (i) => ({
      eventName: `Op${i % 600}`,
      eventTime: at(i % 600),
      userAgent: 'x'.repeat(i % 500),
    }))
    const events = Array.from({ length: 10 }, (_, i) => logsEvent(many.slice(i * 3000, (i + 1) * 3000)))
    const { lines, stderr } = await invoke(events)
    assert.equal(stderr, '')
    for (const line of lines) parseEmf(line)
    assert.equal(ownSums(lines).RecordsCounted, 30_000)
    const byRegion = [...sums(lines, 'CallCount')].filter(([series]) =>
      series.startsWith('Service=ec2,Region='),
    )
    assert.equal(
      byRegion.reduce((sum, [, calls]) => sum + calls, 0),
      30_000,
    )
  })

  it('continues after a failed invocation, and has the name of its error', async () => {
    const broken = { awslogs: { data: encoded('x').slice(0, 10) } }
    const { lines, stderr } = await invoke([broken, logsEvent(records(2))])
    assert.match(stderr, /^PayloadError: awslogs.data is not gzip: unexpected end of file\n$/)
    assert.deepEqual(ownSums(lines), { RecordsReceived: 2, RecordsCounted: 2 })
  })

  it('warns of malformed messages, not on standard output alone', async () => {
    const { lines, stderr } = await invoke([logsEvent([record(), 'x'])])
    assert.deepEqual(ownSums(lines), { RecordsReceived: 2, RecordsCounted: 1, RecordsMalformed: 1 })
    assert.match(stderr, /malformed: 1/)
  })

  it('fails the invocation, and none of the messages, if there is no SDK to read objects with', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'bundle-'))
    try {
      const alone = join(folder, 'index.cjs')
      copyFileSync(BUNDLE, alone)
      const { stderr } = await invoke([sqsEvent([objectCreated(logFileAt('a'))])], {}, alone)
      assert.match(stderr, /^Error: Cannot find module '@aws-sdk\/client-s3'/)
    } finally {
      rmSync(folder, { recursive: true })
    }
  })

  it('fails its start on a configuration that cannot work, with every problem in the error', async () => {
    const env = { MAX_AGE_HOURS: '0', TOP_CALLERS: 'x' }
    const { lines, stderr } = await invoke([logsEvent(records(1))], env)
    assert.deepEqual(lines, [])
    assert.match(stderr, /ConfigError: Invalid configuration:\n- TOP_CALLERS must .*\n- MAX_AGE_HOURS must /)
  })

  it('is one CommonJS file that needs nothing but the SDK of the runtime', () => {
    const code = readFileSync(BUNDLE, 'utf8')
    const required = [...code.matchAll(/\brequire\("([^"]+)"\)/g)].map(([, name]) => name)
    assert.deepEqual([...new Set(required)].sort(), [
      '@aws-sdk/client-s3',
      '@aws-sdk/client-sts',
      'buffer',
      'zlib',
    ])
    assert.doesNotMatch(code, /\bimport\s*\(/)
  })

  it('contains no code of the local commands', () => {
    const { sources }: { sources: string[] } = JSON.parse(readFileSync(`${BUNDLE}.map`, 'utf8'))
    const packages = new Set(
      sources.map((source) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(source)?.[1]).filter(Boolean),
    )
    assert.deepEqual([...packages].sort(), ['aws-embedded-metrics'])
    assert.ok(!sources.some((source) => source.includes('/preview/')))
  })

  it('is at most 52 KB', () => assert.ok(statSync(BUNDLE).size <= 52_000))
})
