import { type RunOptions, type RunResult, runPreview } from '../preview/run.ts'
import { openAtomic } from '../util/atomic-write.ts'
import { reasonOf } from '../util/errors.ts'
import { printable } from '../util/printable.ts'
import { concernsAll } from './given-inputs.ts'
import { typedName } from './paths.ts'
import { progressBar } from './progress.ts'

/** Everything to count, with options. */
export interface Counting extends Omit<RunOptions, 'onBadInput' | 'onProgress' | 'writeLines'> {
  /** The paths and URIs that the user typed, to name inputs in messages. */
  readonly typed: readonly string[]
}

/** Counts calls and writes the EMF lines to a file, unless no input can be read. */
export async function countToFile(path: string, counting: Counting): Promise<RunResult> {
  const file = await openAtomic(path)
  try {
    const result = await count(counting, (lines) => file.write(lines.map((line) => `${line}\n`).join('')))
    if (result.filesRead > 0) await file.keep()
    return result
  } finally {
    await file.close()
  }
}

/** Counts calls, shows the progress, and reports inputs that can't be read. */
export async function count(
  counting: Counting,
  writeLines: RunOptions['writeLines'] = () => {},
): Promise<RunResult> {
  const { update, stop } = progressBar()
  try {
    return await runPreview({
      ...counting,
      writeLines,
      onBadInput(name, error) {
        if (counting.signal.aborted || concernsAll(error)) throw error
        console.error(`Skipped ${typedName(name, counting.typed)}: ${printable(reasonOf(error))}`)
      },
      onProgress: update,
    })
  } finally {
    stop()
  }
}
