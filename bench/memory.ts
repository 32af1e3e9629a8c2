import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { gunzipSync, gzipSync } from 'node:zlib'
import type { CloudWatchLogsEvent, SQSEvent } from 'aws-lambda'
import { kinesisEvent, objectCreated, sqsEvent } from '../src/events/lambda-events.ts'
import { BUNDLE } from './bundle.ts'
import { eventsOf, renewed } from './records.ts'

const LARGE_PAYLOAD_BYTES = 1_000_000
const WARM_PAYLOADS = 5
/** An event source mapping sends events of up to 6 MB. */
const LARGE_EVENT_PAYLOADS = 5
const LARGE_EVENT_BYTES = 5_900_000
/** Almost the maximum uncompressed size of a payload with 256 MB. */
const INFLATED_BYTES = 15_500_000
/** The largest log file of CloudTrail, uncompressed. */
const LARGE_OBJECT_BYTES = 50_000_000
const OBJECTS = 10

/** Resident memory of a process, in MB. */
export interface Memory {
  readonly idle: number
  /** The peak after each event. */
  readonly peaks: readonly number[]
  /** Seconds of processor time for each event. */
  readonly cpuSeconds: readonly number[]
}

/**
 * The peak resident memory of a process that handles events, with about the heap limits that Lambda sets for Node.js.
 * Reads /proc, so it works only on Linux: getrusage includes the memory of the parent.
 */
async function memoryOf(
  events: readonly unknown[],
  megabytes: number,
  env: Record<string, string> = {},
): Promise<Memory> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'))
  try {
    const paths = events.map((event, i) => {
      const path = join(folder, `${i}.json`)
      writeFileSync(path, JSON.stringify(event))
      return path
    })
    const script = `
      const { readFileSync } = require('node:fs')
      console.warn = () => {}
      const { handler } = require(${JSON.stringify(BUNDLE)})
      const peak = () => Number(/VmHWM:\\s+(\\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))[1]) / 1024
      const cpu = () => process.cpuUsage().user / 1e6
      const result = { idle: peak(), peaks: [], cpuSeconds: [] }
      process.stdout.write = (_, done) => (process.nextTick(done), true)
      void (async () => {
        for (const path of ${JSON.stringify(paths)}) {
          const event = JSON.parse(readFileSync(path, 'utf8'))
          const start = cpu()
          const answer = await handler(event)
          if (answer?.batchItemFailures.length > 0) throw new Error('some payloads could not be read')
          result.peaks.push(peak())
          result.cpuSeconds.push(cpu() - start)
        }
        console.error(JSON.stringify(result))
      })()`
    const flags = [
      `--max-old-space-size=${Math.floor(megabytes * 0.9)}`,
      `--max-semi-space-size=${Math.floor(megabytes / 20)}`,
    ]
    const { stderr } = await promisify(execFile)(process.execPath, [...flags, '-e', script], {
      env: { PATH: '', MAX_AGE_HOURS: '1000000', AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(megabytes), ...env },
    })
    return JSON.parse(stderr)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** Memory with payloads of 1 MB, one after the other, and with one event of as many payloads as a data stream delivers. */
export async function memoryAtPayloads(texts: readonly string[]) {
  const events = Array.from({ length: WARM_PAYLOADS }, (_, i) => largeEvent(texts, 100 * i))
  const together = events.slice(0, LARGE_EVENT_PAYLOADS).map(({ awslogs }) => awslogs.data)
  return {
    inflatedMB: inflatedBytes(events[0]) / 1e6,
    oneByOne: await memoryOf(events, 256),
    together: await memoryOf([kinesisEvent(together)], 256),
    payloads: LARGE_EVENT_PAYLOADS,
  }
}

/** One event of nearly the 1 MB that Lambda takes: the records repeated with other eventIDs. */
function largeEvent(texts: readonly string[], round: number): CloudWatchLogsEvent {
  const [first] = eventsOf(texts, texts.length)
  if (first === undefined) throw new Error('no records')
  const times = LARGE_PAYLOAD_BYTES / first.awslogs.data.length
  const many = repeated(texts, Math.floor(texts.length * times), round)
  const [event = first] = eventsOf(many, many.length)
  return event
}

/** A number of records with different eventIDs. */
function repeated(texts: readonly string[], count: number, round: number): string[] {
  const all: string[] = []
  for (let i = 0; all.length < count; i++) for (const text of renewed(texts, round + i)) all.push(text)
  return all.slice(0, count)
}

function inflatedBytes(event: CloudWatchLogsEvent | undefined): number {
  return event === undefined ? 0 : gunzipSync(Buffer.from(event.awslogs.data, 'base64')).length
}

/** Changes the text of the i-th record. */
type Change = (text: string, i: number) => string

/**
 * Memory with one event of a data stream that has the maximum number of payloads, each of almost the maximum uncompressed size.
 */
export async function memoryAtLargestEvent(texts: readonly string[], change: Change): Promise<Memory> {
  const payloads: string[] = []
  let bytes = 0
  for (let made = 0; payloads.length < 40; ) {
    const many: string[] = []
    for (let size = 0; size < INFLATED_BYTES; made++) {
      const text = change(numbered(texts, made), made)
      many.push(text)
      // Quotes are escaped, and the log event has other members.
      size += Buffer.byteLength(JSON.stringify(text)) + 120
    }
    const [event] = eventsOf(many, many.length)
    bytes += event?.awslogs.data.length ?? 0
    if (event === undefined || bytes > LARGE_EVENT_BYTES) break
    payloads.push(event.awslogs.data)
  }
  return memoryOf([kinesisEvent(payloads)], 256)
}

/** One of the texts in turn, with a unique eventID. */
function numbered(texts: readonly string[], i: number): string {
  const [text = ''] = renewed([texts[i % texts.length] ?? ''], i)
  return text
}

/** Memory with log files of 50 MB, which the AWS SDK reads from a local server: one message per event, then all in one event. */
export async function memoryAtObjects(texts: readonly string[]) {
  return withObjects(
    texts,
    (text) => text,
    async (env) => ({
      one: await memoryOf([objectsEvent(0, 1)], 512, env),
      batch: await memoryOf([objectsEvent(1, OBJECTS)], 512, env),
      objects: OBJECTS,
    }),
  )
}

/** The same with changed records, all in one event. */
export async function memoryAtChangedObjects(texts: readonly string[], change: Change): Promise<Memory> {
  return withObjects(texts, change, (env) => memoryOf([objectsEvent(0, OBJECTS)], 512, env))
}

/** Serves log files of 50 MB during `work`, which gets the environment variables to reach them. */
async function withObjects<T>(
  texts: readonly string[],
  change: Change,
  work: (env: Record<string, string>) => Promise<T>,
): Promise<T> {
  const server = createServer((request, response) => {
    const file = Number(/(\d+)\.json\.gz/.exec(request.url ?? '')?.[1])
    const records: string[] = []
    let size = 0
    for (let i = file * 1_000_000; size < LARGE_OBJECT_BYTES; i++) {
      const record = change(numbered(texts, i), i)
      records.push(record)
      size += Buffer.byteLength(record) + 1
    }
    const body = gzipSync(`{"Records":[${records.join()}]}`, { level: 1 })
    response.writeHead(206, { 'content-length': body.length }).end(body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  try {
    const { port } = server.address() as AddressInfo
    return await work({
      AWS_ENDPOINT_URL_S3: `http://127.0.0.1:${port}`,
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'x',
      AWS_SECRET_ACCESS_KEY: 'x',
    })
  } finally {
    server.close()
    server.closeAllConnections()
  }
}

function objectsEvent(first: number, count: number): SQSEvent {
  const key = (i: number) => `AWSLogs/111122223333/CloudTrail/us-east-1/2026/10/01/${i}.json.gz`
  return sqsEvent(
    Array.from({ length: count }, (_, i) => objectCreated({ bucket: 'trail', key: key(first + i) })),
  )
}
