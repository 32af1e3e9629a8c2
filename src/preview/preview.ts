import { createWriteStream } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import { finished } from 'node:stream/promises'
import { type Message, type ParsedMessage, parseMessage } from '../cloudtrail/call.ts'
import type { Config } from '../config.ts'
import { writeLines } from '../emf/write.ts'
import { createPipeline } from '../pipeline.ts'
import { Extraction } from './extract.ts'
import { findFiles, readMessages } from './files.ts'
import type { PreviewResult } from './report.ts'

/** Most messages that are counted together. */
const BATCH = 10_000

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
  const file = createWriteStream(emfPath)
  let filesRead = 0
  let lines = 0
  try {
    for (const path of await findFiles(options.paths)) {
      const messages = await readOrTell(path, options.onBadFile)
      if (messages === undefined) continue
      filesRead++
      for (const batch of batches(messages)) {
        const parsed = batch.map(parseMessage)
        const outcome = pipeline.run(parsed, clockOf(parsed))
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

function* batches(messages: readonly Message[]): Generator<readonly Message[]> {
  for (let i = 0; i < messages.length; i += BATCH) yield messages.slice(i, i + BATCH)
}

/** The time of the newest record: a trail is counted as it would have been then, hour by hour. */
function clockOf(parsed: readonly ParsedMessage[]): number {
  let newest = 0
  for (const message of parsed) {
    if (message.kind === 'call' && message.time > newest && message.time <= Date.now()) newest = message.time
  }
  return newest || Date.now()
}
