import { type Command, InvalidArgumentError, Option } from 'commander'
import type { Dimension } from '../core/cloudtrail/dimensions.ts'
import { dimensionFilter, type RecordFilter, sinceFilter, untilFilter } from '../preview/filters.ts'
import { type Moment, momentFlag } from './times.ts'

/** The flags of {@link addFilterFlags}. */
export interface FilterFlags {
  readonly since?: Moment
  readonly until?: Moment
  readonly service?: readonly string[]
  readonly account?: readonly string[]
  readonly region?: readonly string[]
  readonly principal?: readonly string[]
}

/** A time range in milliseconds since 1970, without its end. Undefined means no limit. */
export interface Bounds {
  readonly from: number | undefined
  readonly to: number | undefined
}

const PATTERN_FLAGS = [
  ['service', 'Service'],
  ['account', 'Account'],
  ['region', 'Region'],
  ['principal', 'Principal'],
] as const satisfies readonly (readonly [keyof FilterFlags, Dimension])[]

const GROUP =
  'Filters (patterns with * and ?, separated by commas; the report shows how many records they exclude):'

/** Adds the flags that choose which records are counted. */
export function addFilterFlags(command: Command): Command {
  const flags = [
    new Option(
      '--since <time>',
      'only calls since this time: 2026-11-22T10:00Z, or 2h for two hours ago',
    ).argParser(momentFlag),
    new Option('--until <time>', 'only calls before this time').argParser(momentFlag),
    patternFlag('--service <patterns>', 'only these services, such as s3 or ec2,elastic*'),
    patternFlag(
      '--accounts, --account <patterns>',
      'only these accounts; in a bucket, only their folders are read',
    ),
    patternFlag(
      '--regions, --region <patterns>',
      'only these Regions; in a bucket, only their folders are read',
    ),
    patternFlag('--principal <patterns>', 'only these callers, such as role/deploy*'),
  ]
  for (const flag of flags) command.addOption(flag.helpGroup(GROUP))
  return command
}

function patternFlag(flags: string, description: string): Option {
  return new Option(flags, description).argParser(patternsFlag)
}

/** Collects the patterns of a flag that may be given more than once. */
function patternsFlag(text: string, before: readonly string[] = []): readonly string[] {
  const patterns = text.split(',').map((pattern) => pattern.trim())
  if (patterns.includes('')) throw new InvalidArgumentError('Expected patterns separated by commas.')
  return [...before, ...patterns]
}

/**
 * The time range of the flags.
 * @throws {Error} if it is empty
 */
export function boundsOf({ since, until }: FilterFlags, now: number): Bounds {
  const [from, to] = [since?.(now), until?.(now)]
  if (from !== undefined && to !== undefined && from >= to)
    throw new Error('--since must be earlier than --until.')
  return { from, to }
}

/** The filters of the flags. */
export function filtersOf(flags: FilterFlags, { from, to }: Bounds): readonly RecordFilter[] {
  const byTime = [
    ...(from === undefined ? [] : [sinceFilter(`--since ${timeText(from)}`, from)]),
    ...(to === undefined ? [] : [untilFilter(`--until ${timeText(to)}`, to)]),
  ]
  const byPattern = PATTERN_FLAGS.flatMap(([flag, dimension]) => {
    const patterns = flags[flag]
    return patterns === undefined
      ? []
      : [dimensionFilter(`--${flag} ${patterns.join(',')}`, dimension, patterns)]
  })
  return [...byTime, ...byPattern]
}

/** `2026-11-22T10:00:00Z` */
function timeText(ms: number): string {
  return new Date(ms).toISOString().replace('.000Z', 'Z')
}
