// Measures the built function: npm run bench [-- FILE...]
// Times are shown only as ratios of one interleaved run, for they depend on the machine and on what else it does.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { gunzipSync } from 'node:zlib'
import type { CloudWatchLogsEvent } from 'aws-lambda'
import { eventsOf, readTexts, renewed } from './records.ts'

const ROUNDS = 41
const WARM_UP_ROUNDS = 5
const SIZES = [50, 500, 3000]
const STARTS = 31
const LARGE_PAYLOAD_BYTES = 1_000_000
const WARM_PAYLOADS = 5
/** About what Lambda starts Node.js with at 256 MB. */
const LAMBDA_FLAGS = ['--max-old-space-size=230', '--max-semi-space-size=12']
const BUNDLE = resolve('dist/index.cjs')

/** What Lambda sets, and no limit on age: the records may be old. Set before anything reads it. */
Object.assign(process.env, {
  AWS_EMF_ENVIRONMENT: 'Lambda',
  AWS_LAMBDA_FUNCTION_NAME: 'ApiUsageFunction',
  AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '256',
  AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
  AWS_LAMBDA_LOG_GROUP_NAME: '/aws/lambda/ApiUsageFunction',
  AWS_LAMBDA_LOG_STREAM_NAME: '2026/10/01/[$LATEST]0123456789abcdef0123456789abcdef',
  AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
  MAX_AGE_HOURS: '1000000',
})

type Handler = (event: CloudWatchLogsEvent) => Promise<void>
const { handler }: { handler: Handler } = createRequire(import.meta.url)(BUNDLE)
const { naive } = await import('./naive.ts')

const calledFrom = process.env.INIT_CWD ?? process.cwd()
const paths = process.argv.slice(2).map((path) => resolve(calledFrom, path))
const texts = await readTexts(paths.length > 0 ? paths : ['sample/trail'])

/** No more than decoding: what any function that reads these payloads must do. */
async function floor({ awslogs }: CloudWatchLogsEvent): Promise<void> {
  const payload = JSON.parse(gunzipSync(Buffer.from(awslogs.data, 'base64')).toString('utf8'))
  for (const { message } of payload.logEvents) {
    try {
      JSON.parse(message)
    } catch {
      // A malformed message has been looked at as well.
    }
  }
}

interface Run {
  readonly ms: number
  readonly bytes: number
  readonly documents: number
}

/** Runs the handler over events with standard output caught, so that only the work is measured and not the pipe. */
async function run(handle: Handler, events: readonly CloudWatchLogsEvent[]): Promise<Run> {
  const { write } = process.stdout
  let bytes = 0
  let documents = 0
  process.stdout.write = (chunk: string | Uint8Array, ...rest: unknown[]): boolean => {
    bytes += chunk.length
    documents++
    const done = rest.at(-1)
    if (typeof done === 'function') process.nextTick(() => done())
    return true
  }
  try {
    const start = performance.now()
    for (const event of events) await handle(event)
    return { ms: performance.now() - start, bytes, documents }
  } finally {
    process.stdout.write = write
  }
}

async function compare(size: number, idOffset: number): Promise<Record<string, string>> {
  const ratios: { readonly toFloor: number; readonly toNaive: number }[] = []
  const perThousand = (value: number) => ((1000 * value) / texts.length).toFixed(0)
  let output = {}
  for (let round = 0; round < WARM_UP_ROUNDS + ROUNDS; round++) {
    const events = eventsOf(renewed(texts, idOffset + round), size)
    const floorRun = await run(floor, events)
    const own = await run(handler, events)
    const naiveRun = await run(naive, events)
    if (round < WARM_UP_ROUNDS) continue
    ratios.push({ toFloor: own.ms / floorRun.ms, toNaive: own.ms / naiveRun.ms })
    output = {
      'EMF bytes / 1,000': perThousand(own.bytes),
      '(naive)': perThousand(naiveRun.bytes),
      'documents / 1,000': perThousand(own.documents),
      '(naive) ': perThousand(naiveRun.documents),
    }
  }
  return {
    'x floor': median(ratios.map(({ toFloor }) => toFloor)).toFixed(2),
    'x naive': median(ratios.map(({ toNaive }) => toNaive)).toFixed(2),
    ...output,
  }
}

/** Milliseconds that requiring the bundle takes in a fresh process, above what an empty file takes. */
function requireTime(): number {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'))
  try {
    const empty = join(folder, 'empty.cjs')
    writeFileSync(empty, '')
    const differences: number[] = []
    for (let i = 0; i < STARTS; i++) differences.push(timeToRequire(BUNDLE) - timeToRequire(empty))
    return median(differences)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function timeToRequire(path: string): number {
  const script = `const start = performance.now(); require(${JSON.stringify(path)}); console.log(performance.now() - start)`
  return Number(child(['-e', script]))
}

function inflatedBytes(event: CloudWatchLogsEvent | undefined): number {
  return event === undefined ? 0 : gunzipSync(Buffer.from(event.awslogs.data, 'base64')).length
}

interface Memory {
  readonly idle: number
  /** After the first payload. */
  readonly first: number
  /** After all. */
  readonly last: number
  /** What one inflates to. */
  readonly inflated: number
}

/**
 * Most memory that a process had resident while it handled payloads of 1 MB, and before it did, in MB.
 * From /proc, so on Linux only: what getrusage tells includes the parent's.
 */
function memoryAtLargePayload(): Memory {
  const events = Array.from({ length: WARM_PAYLOADS }, (_, i) => largeEvent(100 * i))
  const folder = mkdtempSync(join(tmpdir(), 'bench-'))
  try {
    const paths = events.map((event, i) => {
      const path = join(folder, `${i}.json`)
      writeFileSync(path, JSON.stringify(event))
      return path
    })
    const script = `
      const { readFileSync } = require('node:fs')
      const { handler } = require(${JSON.stringify(BUNDLE)})
      const peak = () => Number(/VmHWM:\\s+(\\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))[1]) / 1024
      const idle = peak()
      process.stdout.write = (_, done) => (process.nextTick(done), true)
      void (async () => {
        const peaks = []
        for (const path of ${JSON.stringify(paths)}) {
          await handler(JSON.parse(readFileSync(path, 'utf8')))
          peaks.push(peak())
        }
        console.error(idle, ...peaks)
      })()`
    const [idle = 0, ...peaks] = child([...LAMBDA_FLAGS, '-e', script], 'stderr')
      .trim()
      .split(' ')
      .map(Number)
    const [first = 0, last = 0] = [peaks[0], peaks.at(-1)]
    return { idle, first, last, inflated: inflatedBytes(events[0]) / 1e6 }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** One event of nearly the 1 MB that Lambda takes: the records again and again, each time with other eventIDs. */
function largeEvent(round: number): CloudWatchLogsEvent {
  const [first] = eventsOf(texts, texts.length)
  if (first === undefined) throw new Error('no records')
  const times = LARGE_PAYLOAD_BYTES / first.awslogs.data.length
  const many: string[] = []
  for (let i = 0; i < Math.ceil(times); i++) many.push(...renewed(texts, round + i))
  const [event = first] = eventsOf(many.slice(0, Math.floor(texts.length * times)), many.length)
  return event
}

function child(args: readonly string[], output: 'stdout' | 'stderr' = 'stdout'): string {
  const result = spawnSync(process.execPath, args, {
    encoding: 'utf8',
    env: { PATH: '', MAX_AGE_HOURS: '1000000' },
  })
  if (result.status !== 0) throw new Error(`A child process failed: ${result.stderr}`)
  return result[output]
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}

console.log(`${texts.length} records; medians of ${ROUNDS} interleaved rounds`)
const rows: Record<string, Record<string, string>> = {}
for (const [i, size] of SIZES.entries()) rows[`${size} a payload`] = await compare(size, i * 1000)
console.table(rows)
const memory = memoryAtLargePayload()
console.table({
  'bundle, KB': (statSync(BUNDLE).size / 1024).toFixed(1),
  'require above an empty file, ms': requireTime().toFixed(1),
  'a payload of 1 MB inflates to, MB': memory.inflated.toFixed(1),
  'resident memory of the idle process, MB': memory.idle.toFixed(0),
  'peak with one such payload, MB': memory.first.toFixed(0),
  [`peak with ${WARM_PAYLOADS} one after the other, MB`]: memory.last.toFixed(0),
})
