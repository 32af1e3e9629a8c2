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

/** Inputs and their time range: the newer calls, or the older ones to compare with. */
export interface Comparable {
  readonly paths: readonly string[]
  /** How far back to read the event history from the end of the time range, in milliseconds. */
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
        'compare with the same time range this long before, such as 1d; in the same inputs unless --baseline gives others',
      ).argParser(durationFlag),
    )
}

/**
 * The older calls to compare with. Inputs of `--baseline` are read without a time range unless `--baseline-ago` sets one.
 * @param now in milliseconds since 1970
 * @returns undefined if there is nothing to compare with
 * @throws {Error} if the flags don't set the times to compare
 */
export function baselineOf(
  { baseline, baselineAgo: ago }: BaselineFlags,
  newer: Comparable,
  now: number,
): Comparable | undefined {
  if (baseline === undefined && ago === undefined) return undefined
  const { paths, history, bounds } = newer
  if (paths.length === 0 && history === undefined)
    throw new Error('--baseline: expected newer inputs after --: --baseline OLD... -- NEW...')
  if (ago !== undefined && bounds.from === undefined && history === undefined)
    throw new Error('--baseline-ago: add --since or --history to choose the time range to compare.')
  if ([...paths, ...(baseline ?? paths)].filter((path) => path === STANDARD_INPUT).length > 1)
    throw new Error('Standard input (-) can be read only once.')
  return {
    paths: baseline ?? paths,
    history: baseline === undefined ? history : undefined,
    bounds: ago === undefined ? { from: undefined, to: undefined } : earlier(bounds, ago, now),
  }
}

/** The end is that of the newer time range, by default now. */
function earlier({ from, to }: Bounds, ago: number, now: number): Bounds {
  return { from: from === undefined ? undefined : from - ago, to: (to ?? now) - ago }
}
