import type { Call } from '../core/cloudtrail/call.ts'
import type { Dimension } from '../core/cloudtrail/dimensions.ts'
import { matches } from '../core/cloudtrail/operations.ts'
import { memoized } from '../util/memo.ts'

/** Keeps some of the records and leaves out the others, before anything is counted. */
export interface RecordFilter {
  /** What the user asked for, such as `--service s3`. */
  readonly name: string
  readonly keeps: (call: Call) => boolean
}

/** How many records a filter left out. */
export interface LeftOut {
  readonly filter: string
  readonly records: number
}

/** Values remembered at a time: more than a trail has services, accounts, Regions and, usually, principals. */
const REMEMBERED = 5_000

/** Keeps records whose dimension matches one of the patterns, which may contain `*` and `?`, without regard to case. */
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
 * Several filters as one. A record that more than one of them would leave out counts for the first of these.
 * @returns whether a record is kept, and the number of records that each filter has left out so far
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
