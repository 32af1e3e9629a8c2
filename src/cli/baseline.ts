import { type Command, Option } from 'commander'
import type { Bounds } from './filters.ts'
import { STANDARD_INPUT } from './given-inputs.ts'
import { durationFlag } from './times.ts'

/** The flags of {@link addBaselineFlags}. */
export interface BaselineFlags {
  readonly baseline?: readonly string[]
  /** Milliseconds. */
  readonly baselineAgo?: number
}

/** Inputs and their time: the newer calls, or the older ones to compare with. */
export interface Comparable {
  readonly paths: readonly string[]
  /** Milliseconds of the event history before the end of the time. */
  readonly history: number | undefined
  readonly bounds: Bounds
}

/** Adds the flags that choose the older calls to compare with. */
export function addBaselineFlags(command: Command): Command {
  return command
    .option('--baseline <path...>', 'older inputs to compare with: --baseline OLD... -- NEW...')
    .addOption(
      new Option(
        '--baseline-ago <duration>',
        'compare with the same length of time this long before, such as 1d; in the same inputs unless --baseline names others',
      ).argParser(durationFlag),
    )
}

/**
 * The older calls to compare with. Inputs of `--baseline` are read without bounds unless `--baseline-ago` sets some.
 * @param now in milliseconds since 1970
 * @returns undefined if there is nothing to compare with
 * @throws {Error} if the flags do not say which time to compare, or with which
 */
export function baselineOf(
  { baseline, baselineAgo: ago }: BaselineFlags,
  newer: Comparable,
  now: number,
): Comparable | undefined {
  if (baseline === undefined && ago === undefined) return undefined
  const { paths, history, bounds } = newer
  if (paths.length === 0 && history === undefined)
    throw new Error('--baseline: expected a newer trail after it: --baseline OLD... -- NEW...')
  if (ago !== undefined && bounds.from === undefined && history === undefined)
    throw new Error('--baseline-ago: expected --since or --history, which say which time to compare.')
  if ([...paths, ...(baseline ?? paths)].filter((path) => path === STANDARD_INPUT).length > 1)
    throw new Error('Standard input (-) can be read only once.')
  return {
    paths: baseline ?? paths,
    history: baseline === undefined ? history : undefined,
    bounds: ago === undefined ? { from: undefined, to: undefined } : earlier(bounds, ago, now),
  }
}

/** The end is that of the newer time, which is now unless it is given. */
function earlier({ from, to }: Bounds, ago: number, now: number): Bounds {
  return { from: from === undefined ? undefined : from - ago, to: (to ?? now) - ago }
}
