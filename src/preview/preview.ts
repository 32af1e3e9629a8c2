import { mkdir, open } from 'node:fs/promises'
import { dirname } from 'node:path'
import { finished } from 'node:stream/promises'
import { type Message, type ParsedMessage, parseMessage } from '../cloudtrail/call.ts'
import type { Config } from '../config.ts'
import { writeLines } from '../emf/write.ts'
import { createPipeline } from '../pipeline.ts'
import { Extraction } from './extract.ts'
import { findFiles, readMessages } from './files.ts'
import type { PreviewResult } from './report.ts'

const HOUR_MS = 60 * 60 * 1000

export interface PreviewOptions {
  readonly config: Config
  readonly paths: readonly string[]
  readonly emfPath: string
  /** Is told of a file that can't be read, and why. */
  readonly onBadFile: (path: string, error: unknown) => void
}

/** Runs files through the same pipeline as the Lambda function, writes its EMF lines and extracts them again. */
export async function preview(options: PreviewOptions): Promise<PreviewResult> {
  const { config, emfPath } = options
  const pipeline = createPipeline(config, 'local')
  const extraction = new Extraction()
  await mkdir(dirname(emfPath), { recursive: true })
  const file = (await open(emfPath, 'w')).createWriteStream()
  let filesRead = 0
  let lines = 0
  try {
    for (const path of await findFiles(options.paths)) {
      const messages = await readOrTell(path, options.onBadFile)
      if (messages === undefined) continue
      filesRead++
      for (const { hour, batch } of byHour(messages)) {
        const outcome = pipeline.run(batch, hour)
        await writeLines(outcome.lines, file)
        outcome.commit()
        for (const line of outcome.lines) extraction.add(line)
        lines += outcome.lines.length
      }
    }
  } finally {
    file.end()
    await finished(file)
  }
  return { extraction, filesRead, lines, emfPath }
}

async function readOrTell(
  path: string,
  onBadFile: PreviewOptions['onBadFile'],
): Promise<readonly Message[] | undefined> {
  try {
    return await readMessages(path)
  } catch (error) {
    onBadFile(path, error)
    return undefined
  }
}

/**
 * The messages of each hour, which is the clock they are counted by: as in Lambda, every hour has its own budget of
 * series. A malformed message has no time and goes with the first.
 */
function byHour(
  messages: readonly Message[],
): { readonly hour: number; readonly batch: readonly ParsedMessage[] }[] {
  const hours = new Map<number, ParsedMessage[]>()
  const others: ParsedMessage[] = []
  for (const message of messages.map(parseMessage)) {
    if (message.kind !== 'call') {
      others.push(message)
      continue
    }
    const hour = Math.floor(message.time / HOUR_MS) * HOUR_MS
    const batch = hours.get(hour)
    if (batch === undefined) hours.set(hour, [message])
    else batch.push(message)
  }
  const batches = [...hours].sort(([a], [b]) => a - b).map(([hour, batch]) => ({ hour, batch }))
  const [first, ...rest] = batches
  if (first === undefined) return [{ hour: Date.now(), batch: others }]
  return [{ hour: first.hour, batch: [...others, ...first.batch] }, ...rest]
}
