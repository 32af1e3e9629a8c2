// Capacity planning: npm run capacity [-- FILE...] measures the built function and simulates the event sources.
import { createRequire } from 'node:module'
import { resolve } from 'node:path'
import type { KinesisStreamEvent } from 'aws-lambda'
import { kinesisEvent } from '../src/events/lambda-events.ts'
import { BUNDLE } from './bundle.ts'
import {
  type Capacity,
  type Load,
  type Outcome,
  recordsPerEnvironment,
  recordsPerShard,
  simulateKinesis,
  simulateLogs,
  simulateS3,
} from './event-sources.ts'
import { eventsOf, later, readTexts } from './records.ts'

/** As measured on a trail of one account. A payload or log file has few records, although it could have thousands. */
const RECORDS_PER_PAYLOAD = 29
/** A safety margin: Lambda's processor may be slower than this machine's, and the records of another trail may take longer. */
const MARGIN = 2
const ROUNDS = 15
const WARM_UP_ROUNDS = 5
const RATES = [100, 1000, 10_000, 100_000]
const MEMORIES = [256, 512, 1024, 1769]
const FACTORS = [1, 2, 5, 10]
const WINDOW_SECONDS = 60
const BURST = { burstFactor: 10, burstSeconds: 600 }
/** The threshold of the lag alarms. */
const MOST_LAG_SECONDS = 900
const MOST_STEADY_USE = 0.8
const SECONDS_OF_MONTH = 730 * 3600
const GB = 2 ** 30
/** us-east-1, November 2026. */
const PRICE = {
  gbSecond: 0.0000133334,
  millionInvocations: 0.2,
  logGB: 0.5,
  streamMonth: 29.2,
  streamGB: 0.12,
  million: { files: 1.88 },
}

Object.assign(process.env, {
  AWS_LAMBDA_FUNCTION_NAME: 'ApiUsageFunction',
  AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '1024',
  MAX_AGE_HOURS: '1000000',
})
console.warn = () => {}

const { handler }: { handler: (event: KinesisStreamEvent) => Promise<unknown> } = createRequire(
  import.meta.url,
)(BUNDLE)
const calledFrom = process.env.INIT_CWD ?? process.cwd()
const paths = process.argv.slice(2).map((path) => resolve(calledFrom, path))
const texts = await readTexts(paths.length > 0 ? paths : ['sample/trail'])

interface Measured {
  /** Processor seconds of all threads per record. */
  readonly secondsPerRecord: number
  /** Bytes of EMF per record. */
  readonly emfBytes: number
}

/** Runs all records through the function, with a number of payloads per event. Processor time hardly depends on other load. */
async function measure(payloads: number, idOffset: number): Promise<Measured> {
  const times: number[] = []
  let bytes = 0
  for (let round = 0; round < WARM_UP_ROUNDS + ROUNDS; round++) {
    const all = eventsOf(later(texts, idOffset + round), RECORDS_PER_PAYLOAD).map(
      ({ awslogs }) => awslogs.data,
    )
    const events: KinesisStreamEvent[] = []
    for (let i = 0; i < all.length; i += payloads) events.push(kinesisEvent(all.slice(i, i + payloads)))
    const { write } = process.stdout
    bytes = 0
    process.stdout.write = (chunk: string | Uint8Array, ...rest: unknown[]): boolean => {
      bytes += chunk.length
      const done = rest.at(-1)
      if (typeof done === 'function') process.nextTick(() => done())
      return true
    }
    const before = process.cpuUsage()
    for (const event of events) await handler(event)
    const { user, system } = process.cpuUsage(before)
    process.stdout.write = write
    if (round >= WARM_UP_ROUNDS) times.push((user + system) / 1e6 / texts.length)
  }
  return { secondsPerRecord: median(times), emfBytes: bytes / texts.length }
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}

const single = await measure(1, 0)
const ofObjects = await measure(10, 100)
const batch = await measure(100, 200)
// The fixed cost of an invocation is the difference between single payloads and a hundred together.
const invocationSeconds = Math.max(
  0,
  (single.secondsPerRecord - batch.secondsPerRecord) * RECORDS_PER_PAYLOAD,
)
const measuredRate = 1 / batch.secondsPerRecord
const payloadBytes = eventsOf(texts, RECORDS_PER_PAYLOAD)
  .map(({ awslogs }) => Buffer.from(awslogs.data, 'base64').length)
  .reduce((sum, bytes) => sum + bytes, 0)
const compressedBytes = payloadBytes / texts.length

const capacityOf = (memoryMB: number): Capacity => ({
  memoryMB,
  recordsPerProcessor: measuredRate / MARGIN,
  invocationSeconds: invocationSeconds * MARGIN,
})
const loadOf = (recordsPerSecond: number, burst = BURST): Load => ({
  recordsPerSecond,
  ...burst,
  recordsPerPayload: RECORDS_PER_PAYLOAD,
  compressedBytes,
})

console.log(
  `${texts.length} records, ${RECORDS_PER_PAYLOAD} per payload; medians of ${ROUNDS} rounds, processor time of all threads`,
)
console.table({
  'records per second of a whole processor, 100 payloads per batch': Math.round(measuredRate),
  'the same, 1 payload': Math.round(1 / single.secondsPerRecord),
  'milliseconds of a whole processor per invocation': Number((invocationSeconds * 1000).toFixed(2)),
  'compressed bytes per record': Math.round(compressedBytes),
  'records per second and shard': Math.round(recordsPerShard(loadOf(1))),
})

console.log(
  `Records per second of one execution environment, at 1/${MARGIN} of the measured rate, with 100 payloads per batch`,
)
console.table(
  Object.fromEntries(
    [256, 512, 1024, 1536, 2048].map((memory) => [
      memory,
      {
        records: Math.round(recordsPerEnvironment(capacityOf(memory), loadOf(1), 100)),
        'of a full shard': percent(
          recordsPerEnvironment(capacityOf(memory), loadOf(1), 100) / recordsPerShard(loadOf(1)),
        ),
      },
    ]),
  ),
)

interface Choice extends Outcome {
  readonly memoryMB: number
  readonly parallelizationFactor: number | undefined
}

/** The smallest configuration that stays below the lag alarm during the burst, or else the one with the least lag. */
function choose(candidates: readonly Choice[]): Choice | undefined {
  const least = Math.min(...candidates.map(({ worstLag }) => worstLag))
  const most = Math.max(MOST_LAG_SECONDS, least * 1.01)
  return candidates.find(({ worstLag, steadyUse }) => worstLag <= most && steadyUse <= MOST_STEADY_USE)
}

for (const rate of RATES) {
  const load = loadOf(rate)
  const logs = MEMORIES.map((memoryMB) => ({
    memoryMB,
    parallelizationFactor: undefined,
    ...simulateLogs(capacityOf(memoryMB), load),
  }))
  const kinesis = FACTORS.flatMap((parallelizationFactor) =>
    MEMORIES.map((memoryMB) => ({
      memoryMB,
      parallelizationFactor,
      ...simulateKinesis(capacityOf(memoryMB), load, {
        parallelizationFactor,
        windowSeconds: WINDOW_SECONDS,
      }),
    })),
  )
  const s3 = MEMORIES.filter((memory) => memory >= 512).map((memoryMB) => ({
    memoryMB,
    parallelizationFactor: undefined,
    ...simulateS3(capacityOf(memoryMB), load, { windowSeconds: WINDOW_SECONDS }),
  }))
  console.log(`${rate} records per second, ten times as many for ten minutes`)
  console.table({
    Logs: row(choose(logs), rate, 1, 'Logs'),
    'Kinesis by default': row(kinesis[0], rate, 100, 'Kinesis'),
    Kinesis: row(choose(kinesis), rate, 100, 'Kinesis'),
    S3: row(choose(s3), rate, 10, 'S3'),
  })
}

function row(choice: Choice | undefined, rate: number, payloads: number, source: 'Logs' | 'Kinesis' | 'S3') {
  if (choice === undefined) return {}
  const { memoryMB, parallelizationFactor, shards, worstLag, concurrency, steadyUse } = choice
  return {
    MemorySize: memoryMB,
    ParallelizationFactor: parallelizationFactor ?? '',
    'shards at first': shards ?? '',
    'lag during the burst (s)': Number.isFinite(worstLag) ? Math.ceil(worstLag) : 'more than a day',
    'maximum environments': concurrency,
    'steady use': percent(steadyUse),
    'dollars per month': Math.round(dollars(rate, memoryMB, payloads, source)),
  }
}

/** Without the metrics and the log group of the trail: the function, its log, and the delivery of the records. */
function dollars(
  rate: number,
  memoryMB: number,
  payloads: number,
  source: 'Logs' | 'Kinesis' | 'S3',
): number {
  const records = rate * SECONDS_OF_MONTH
  const invocations = records / (RECORDS_PER_PAYLOAD * payloads)
  const perEnvironment = recordsPerEnvironment(
    capacityOf(memoryMB),
    loadOf(rate),
    payloads,
    source === 'S3' ? 0.06 : 0,
  )
  const lambda =
    (records / perEnvironment) * (memoryMB / 1024) * PRICE.gbSecond +
    (invocations / 1e6) * PRICE.millionInvocations
  const { emfBytes } = { Logs: single, Kinesis: batch, S3: ofObjects }[source]
  const log = ((records * emfBytes) / GB) * PRICE.logGB
  const stream =
    source === 'Kinesis' ? PRICE.streamMonth + ((records * compressedBytes) / GB) * PRICE.streamGB : 0
  const files = source === 'S3' ? (records / RECORDS_PER_PAYLOAD / 1e6) * PRICE.million.files : 0
  return lambda + log + stream + files
}

function percent(part: number): string {
  return `${(100 * part).toFixed(part < 0.1 ? 1 : 0)} %`
}
