import { mkdir, open, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import { finished } from 'node:stream/promises'
import { type Call, type Message, type ParsedMessage, parseMessage } from '../cloudtrail/call.ts'
import { eventTimeMs } from '../cloudtrail/record.ts'
import type { Config } from '../config.ts'
import { writeLines } from '../emf/write.ts'
import { createPipeline, type Outcome } from '../pipeline.ts'
import type { Meter } from './bill.ts'
import { type Document, readDocument } from './document.ts'
import { Extraction } from './extract.ts'
import { readMessages } from './files.ts'
import { BillingMeter } from './meter.ts'

/** A configuration to be billed beside others. */
export interface Variant {
  readonly name: string
  readonly config: Config
}

export interface PreviewOptions {
  /** Files, not folders. */
  readonly files: readonly string[]
  /** Its lines are extracted, shown and written. */
  readonly config: Config
  /** Only billed. */
  readonly variants: readonly Variant[]
  /** Where the EMF lines go; undefined for nowhere. */
  readonly emfPath: string | undefined
  /** Ends the work, with its reason. */
  readonly signal: AbortSignal
  /** Is told of a file that can't be read, and why. */
  readonly onBadFile: (path: string, error: unknown) => void
  /** Is shown every document that is extracted. */
  readonly onDocument: (document: Document) => void
  /** Is told of bytes of files that are done, out of all. */
  readonly onProgress: (done: number, all: number) => void
}

export interface PreviewResult {
  readonly extraction: Extraction
  readonly filesRead: number
  readonly filesPassedOver: number
  /** EMF lines. */
  readonly lines: number
  /** What each variant would be billed by, in their order. */
  readonly meters: readonly Meter[]
  /** Whether all files tell when CloudTrail delivered them, so that DeliveryLag is known. */
  readonly knowsLag: boolean
}

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS

/** The value of the dimension FunctionName. */
export const FUNCTION_NAME = 'local'

/** Runs files through the pipeline of the Lambda function, writes its EMF lines and extracts them again. */
export async function preview(options: PreviewOptions): Promise<PreviewResult> {
  const pipeline = createPipeline(options.config, FUNCTION_NAME)
  const variants = options.variants.map(({ config }) => ({
    // The configuration that is shown need not be counted again to be billed.
    pipeline: config === options.config ? undefined : createPipeline(config, FUNCTION_NAME),
    meter: new BillingMeter(),
  }))
  const extraction = new Extraction()
  const emf = await openEmf(options.emfPath)
  const paths = inOrder(options.files)
  const sizes: number[] = []
  for (const path of paths) sizes.push(await sizeOf(path))
  const all = sizes.reduce((sum, size) => sum + size, 0)
  let [done, filesRead, lines] = [0, 0, 0]
  let knowsLag = true
  try {
    for (const [i, path] of paths.entries()) {
      options.signal.throwIfAborted()
      const messages = await readOrTell(path, options.onBadFile)
      if (messages !== undefined) {
        filesRead++
        const delivered = deliveryTime(path)
        for (const { now, batch } of batches(messages, delivered)) {
          knowsLag &&= now === delivered
          const outcome = pipeline.run(batch, now)
          await emf.write(outcome)
          for (const document of outcome.lines.map(readDocument)) {
            extraction.add(document)
            options.onDocument(document)
          }
          lines += outcome.lines.length
          for (const variant of variants) {
            const billed = variant.pipeline?.run(batch, now)
            billed?.commit()
            variant.meter.add(billed ?? outcome)
          }
        }
      }
      done += sizes[i] ?? 0
      options.onProgress(done, all)
    }
    if (filesRead > 0) await emf.keep()
  } finally {
    await emf.close()
  }
  const filesPassedOver = paths.length - filesRead
  return {
    extraction,
    filesRead,
    filesPassedOver,
    lines,
    meters: variants.map(({ meter }) => meter.read()),
    knowsLag,
  }
}

interface EmfFile {
  /** Writes the lines and, as the function does, commits only then. */
  write(outcome: Outcome): Promise<void>
  /** Gives the file its name: until then there is no such file, and an older one is as it was. */
  keep(): Promise<void>
  close(): Promise<void>
}

async function openEmf(path: string | undefined): Promise<EmfFile> {
  if (path === undefined) {
    return { write: async ({ commit }) => commit(), keep: async () => {}, close: async () => {} }
  }
  await mkdir(dirname(path), { recursive: true })
  const partial = `${path}.partial`
  const stream = (await open(partial, 'w')).createWriteStream()
  return {
    async write({ lines, commit }) {
      await writeLines(lines, stream)
      commit()
    },
    async keep() {
      stream.end()
      await finished(stream)
      await rename(partial, path)
    },
    async close() {
      stream.destroy()
      await rm(partial, { force: true })
    },
  }
}

/** As they were delivered, where all names tell: the order of folders is that of Regions and accounts. */
function inOrder(paths: readonly string[]): readonly string[] {
  const timed = paths.map((path) => ({ path, time: deliveryTime(path) ?? Number.NaN }))
  if (timed.some(({ time }) => Number.isNaN(time))) return paths
  return timed.sort((a, b) => a.time - b.time).map(({ path }) => path)
}

async function sizeOf(path: string): Promise<number> {
  const file = await stat(path).catch(() => undefined)
  return file?.size ?? 0
}

async function readOrTell(
  path: string,
  onBadFile: PreviewOptions['onBadFile'],
): Promise<Iterable<Message> | undefined> {
  try {
    return await readMessages(path)
  } catch (error) {
    onBadFile(path, error)
    return undefined
  }
}

/**
 * When CloudTrail delivered a file, from its name: `ACCOUNT_CloudTrail_REGION_YYYYMMDDTHHmmZ_ID.json.gz`.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-examples.html#cloudtrail-log-filename-format
 */
function deliveryTime(path: string): number | undefined {
  const [, date, hour, minute] = /_CloudTrail_[^_]+_(\d{8})T(\d\d)(\d\d)Z_/.exec(basename(path)) ?? []
  if (date === undefined) return undefined
  return eventTimeMs(`${date.replace(/(....)(..)(..)/, '$1-$2-$3')}T${hour}:${minute}:00Z`)
}

interface Batch {
  /** The clock of the invocation. */
  readonly now: number
  readonly batch: readonly ParsedMessage[]
}

/**
 * The messages of a file as the function would get them: together when they were delivered together, else hour by hour,
 * so that each hour has its own budget of series. A malformed message has no time and goes with the first.
 */
function batches(messages: Iterable<Message>, delivered: number | undefined): Batch[] {
  const hours = new Map<number, Call[]>()
  const others: ParsedMessage[] = []
  for (const message of messages) {
    const parsed = parseMessage(message)
    if (parsed.kind !== 'call') {
      others.push(parsed)
      continue
    }
    const hour = Math.floor(parsed.time / HOUR_MS)
    const batch = hours.get(hour)
    if (batch === undefined) hours.set(hour, [parsed])
    else batch.push(parsed)
  }
  const byHour = [...hours].sort(([a], [b]) => a - b).map(([, batch]) => ({ now: newestOf(batch), batch }))
  const newest = byHour.at(-1)?.now
  if (newest === undefined) return [{ now: delivered ?? Date.now(), batch: others }]
  // A name that is earlier than what is in the file does not tell when it was delivered.
  if (delivered !== undefined && newest < delivered + MINUTE_MS) {
    return [{ now: delivered, batch: [...others, ...byHour.flatMap(({ batch }) => batch)] }]
  }
  return byHour.map(({ now, batch }, i) => ({ now, batch: i === 0 ? [...others, ...batch] : batch }))
}

function newestOf(calls: readonly Call[]): number {
  return calls.reduce((newest, { time }) => Math.max(newest, time), 0)
}
