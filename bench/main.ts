// Measures the built function: npm run bench [-- FILE...]
// Times are shown only as ratios within one interleaved run, because they depend on the machine and its other load.
import { statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { resolve } from 'node:path'
import type { CloudWatchLogsEvent, KinesisStreamEvent } from 'aws-lambda'
import { kinesisEvent } from '../src/events/lambda-events.ts'
import { ATTACKS } from './attacks.ts'
import { BUNDLE } from './bundle.ts'
import { floor } from './floor.ts'
import { median } from './median.ts'
import {
  type Memory,
  memoryAtChangedObjects,
  memoryAtLargestEvent,
  memoryAtObjects,
  memoryAtPayloads,
} from './memory.ts'
import { previewRow } from './preview.ts'
import { eventsOf, later, readTexts } from './records.ts'
import { requireTime } from './require-time.ts'
import { type Run, run } from './run.ts'

const ROUNDS = 41
const WARM_UP_ROUNDS = 5
const SIZES = [50, 500, 3000]
const ATTACK_ROUNDS = 11
const ATTACK_SIZE = 500
/** Payloads that one invocation gets from a data stream. */
const BATCHES = [1, 10, 100]

/** Lambda's environment, without a maximum age because the records may be old. Set before anything reads it. */
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

/** Suppresses the warnings about malformed records in every round. The function reads console.warn when it is loaded. */
console.warn = () => {}

type Handler = (event: CloudWatchLogsEvent | KinesisStreamEvent) => Promise<unknown>
const { handler }: { handler: Handler } = createRequire(import.meta.url)(BUNDLE)
const { naive } = await import('./naive.ts')

const calledFrom = process.env.INIT_CWD ?? process.cwd()
const paths = process.argv.slice(2).map((path) => resolve(calledFrom, path))
const texts = await readTexts(paths.length > 0 ? paths : ['sample/trail'])

async function compare(size: number, idOffset: number): Promise<Record<string, string>> {
  const ratios: { readonly toFloor: number; readonly toNaive: number }[] = []
  const perThousand = (value: number) => ((1000 * value) / texts.length).toFixed(0)
  let output = {}
  for (let round = 0; round < WARM_UP_ROUNDS + ROUNDS; round++) {
    const events = eventsOf(later(texts, idOffset + round), size)
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

/** The records in a hundred payloads, delivered in events of different sizes. */
async function compareBatches(payloads: number, idOffset: number): Promise<Record<string, string>> {
  const size = Math.ceil(texts.length / Math.max(...BATCHES))
  const ratios: number[] = []
  let last: Run = { ms: 0, bytes: 0, documents: 0 }
  for (let round = 0; round < WARM_UP_ROUNDS + ROUNDS; round++) {
    const all = eventsOf(later(texts, idOffset + round), size).map(({ awslogs }) => awslogs.data)
    const events: KinesisStreamEvent[] = []
    for (let i = 0; i < all.length; i += payloads) events.push(kinesisEvent(all.slice(i, i + payloads)))
    const floorRun = await run(floor, events)
    last = await run(handler, events)
    if (round >= WARM_UP_ROUNDS) ratios.push(last.ms / floorRun.ms)
  }
  return {
    'x floor': median(ratios).toFixed(2),
    'EMF bytes / 1,000': ((1000 * last.bytes) / texts.length).toFixed(0),
    'documents / 1,000': ((1000 * last.documents) / texts.length).toFixed(0),
  }
}

/** The time of records with malicious texts, as a multiple of that of ordinary ones, and the peak memory. */
async function compareAttack(
  change: (text: string, i: number) => string,
  idOffset: number,
  ordinary: { readonly event: number; readonly objects: number },
): Promise<Record<string, string>> {
  const ratios: number[] = []
  for (let round = 0; round < WARM_UP_ROUNDS + ATTACK_ROUNDS; round++) {
    const plain = later(texts, idOffset + 2 * round)
    const changed = later(texts, idOffset + 2 * round + 1).map((text, i) =>
      change(text, round * texts.length + i),
    )
    const ordinaryRun = await run(handler, eventsOf(plain, ATTACK_SIZE))
    const attackRun = await run(handler, eventsOf(changed, ATTACK_SIZE))
    if (round >= WARM_UP_ROUNDS) ratios.push(attackRun.ms / ordinaryRun.ms)
  }
  const event = peakOf(await memoryAtLargestEvent(texts, change))
  const objects = peakOf(await memoryAtChangedObjects(texts, change))
  return {
    'x ordinary': median(ratios).toFixed(2),
    'event of 6 MB at 256 MB: peak, MB': event.toFixed(0),
    'x ordinary ': (event / ordinary.event).toFixed(2),
    'ten objects of 50 MB at 512 MB: peak, MB': objects.toFixed(0),
    ' x ordinary': (objects / ordinary.objects).toFixed(2),
  }
}

function peakOf({ peaks }: Memory): number {
  return peaks.at(-1) ?? Number.NaN
}

console.log(`${texts.length} records; medians of ${ROUNDS} interleaved rounds`)
const rows: Record<string, Record<string, string>> = {}
for (const [i, size] of SIZES.entries()) rows[`${size} per payload`] = await compare(size, i * 100)
console.table(rows)
const batches: Record<string, Record<string, string>> = {}
for (const [i, payloads] of BATCHES.entries())
  batches[`payloads per invocation: ${payloads}`] = await compareBatches(payloads, (SIZES.length + i) * 100)
console.log(`${Math.ceil(texts.length / Math.max(...BATCHES))} records per payload, through a data stream`)
console.table(batches)
const { inflatedMB, oneByOne, together, payloads } = await memoryAtPayloads(texts)
const { one, batch, objects } = await memoryAtObjects(texts)
const peak = (memory: Memory) => peakOf(memory).toFixed(0)
console.table({
  'bundle, KB': (statSync(BUNDLE).size / 1024).toFixed(1),
  'require above an empty file, ms': requireTime().toFixed(1),
  'a payload of 1 MB inflates to, MB': inflatedMB.toFixed(1),
  'resident memory of the idle process, MB': oneByOne.idle.toFixed(0),
  'limits for 256 MB: peak with one such payload, MB': oneByOne.peaks[0]?.toFixed(0),
  [`peak with ${oneByOne.peaks.length} one after the other, MB`]: peak(oneByOne),
  [`peak with ${payloads} of them in one event of a data stream, MB`]: peak(together),
  'limits for 512 MB: peak with an object of 50 MB, MB': peak(one),
  [`peak with ${objects} of them in one event, MB`]: peak(batch),
  'processor time for one of them, s': ((batch.cpuSeconds[0] ?? Number.NaN) / objects).toFixed(1),
})
console.log('A preview of small log files, with its report, bills and page, as a multiple of one count by jq')
console.table({ 'x gzip -dc | jq | sort | uniq -c': previewRow(texts) })
console.log('Records with malicious texts, compared with ordinary ones')
const ordinary = {
  event: peakOf(await memoryAtLargestEvent(texts, (text) => text)),
  objects: peakOf(await memoryAtChangedObjects(texts, (text) => text)),
}
const attacks: Record<string, Record<string, string>> = {}
for (const [i, [name, change]] of Object.entries(ATTACKS).entries())
  attacks[name] = await compareAttack(change, (SIZES.length + BATCHES.length + i) * 100, ordinary)
console.table(attacks)
