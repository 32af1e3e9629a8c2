import type { Call } from '../core/cloudtrail/call.ts'
import type { Dimension } from '../core/cloudtrail/dimensions.ts'
import { matches } from '../core/cloudtrail/operations.ts'
import { memoized } from '../util/memo.ts'

/** Excludes records before anything is counted. */
export interface RecordFilter {
  /** The flag as the user gave it, such as `--service s3`. */
  readonly name: string
  readonly keeps: (call: Call) => boolean
}

/** The number of records that a filter excluded. */
export interface LeftOut {
  readonly filter: string
  readonly records: number
}

/** Number of values to remember: more than the services, accounts, Regions and, usually, principals of a trail. */
const REMEMBERED = 5_000

/** Keeps records whose dimension matches one of the patterns, which may contain `*` and `?`, ignoring case. */
export function dimensionFilter(
  name: string,
  dimension: Dimension,
  patterns: readonly string[],
): RecordFilter {
  const wanted = patterns.map((pattern) => pattern.toLowerCase())
  const isWanted = memoized((value) => {
    const lower = value.toLowerCase()
    return wanted.some((pattern) => matches(pattern, lower))
  }, REMEMBERED)
  return { name, keeps: ({ dimensions }) => isWanted(dimensions[dimension]) }
}

/** Keeps records with an eventTime of `from` or later. @param from in milliseconds since 1970 */
export function sinceFilter(name: string, from: number): RecordFilter {
  return { name, keeps: ({ time }) => time >= from }
}

/** Keeps records with an eventTime before `to`. @param to in milliseconds since 1970 */
export function untilFilter(name: string, to: number): RecordFilter {
  return { name, keeps: ({ time }) => time < to }
}

/**
 * Combines filters. A record that several of them exclude counts for the first of these.
 * @returns whether a record is kept, and the number of records that each filter has excluded so far
 */
export function combined(filters: readonly RecordFilter[]): {
  readonly keeps: (call: Call) => boolean
  readonly leftOut: () => readonly LeftOut[]
} {
  const counters = filters.map(({ name, keeps }) => ({ name, keeps, records: 0 }))
  return {
    keeps(call) {
      const counter = counters.find(({ keeps }) => !keeps(call))
      if (counter === undefined) return true
      counter.records++
      return false
    },
    leftOut: () => counters.map(({ name, records }) => ({ filter: name, records })),
  }
}
