import { HOUR_MS, MINUTE_MS } from '../../util/time.ts'
import { type CountedCalls, LISTS } from './call-meter.ts'
import type { NameColumn } from './grouping.ts'
import { usageBy } from './usage.ts'

/** Frequencies per hour, before and after. */
export interface Change {
  /** Of an operation: service, operation, Region. Of an error: its code, then its operation. Of a caller: account, principal. */
  readonly name: readonly string[]
  readonly before: number
  readonly after: number
}

/** Differences of a newer trail from an older one. Each list has the greatest change first. */
export interface Comparison {
  readonly operations: Changes
  readonly callers: Changes
  /** Operations that are throttled more often than before, or for the first time. */
  readonly throttles: readonly Change[]
  /** Errors that occur more often than before, or for the first time: `AccessDenied in iam:GetRole`. */
  readonly errors: readonly Change[]
}

export interface Changes {
  readonly appeared: readonly Change[]
  readonly disappeared: readonly Change[]
  readonly grown: readonly Change[]
}

/** Compares two trails by frequencies per hour, because the trails may cover different lengths of time. */
export function compare(before: CountedCalls, after: CountedCalls): Comparison {
  const changesOf = (columns: readonly NameColumn[], number: 'calls' | 'throttles' = 'calls') =>
    changes(perHour(before, columns, number), perHour(after, columns, number))
  return {
    operations: grouped(changesOf(LISTS.operations)),
    callers: grouped(changesOf(LISTS.callers)),
    throttles: more(changesOf(LISTS.operations, 'throttles')),
    errors: more(changesOf(LISTS.errors)),
  }
}

/** Numbers per hour, by the name joined with line breaks, which no part contains. */
type Rates = ReadonlyMap<string, number>

/** Numbers per hour, of the time from the first minute with calls to the last. */
function perHour(
  counted: CountedCalls,
  columns: readonly NameColumn[],
  number: 'calls' | 'throttles',
): Rates {
  const { span } = counted
  const minuteOf = (time: number) => Math.floor(time / MINUTE_MS)
  const minutes = span === undefined ? 1 : minuteOf(span.to) - minuteOf(span.from) + 1
  const hours = (minutes * MINUTE_MS) / HOUR_MS
  const rows = usageBy(columns, counted).filter((row) => row[number] > 0)
  return new Map(rows.map((row) => [row.name.join('\n'), row[number] / hours]))
}

function changes(before: Rates, after: Rates): Change[] {
  return [...new Set([...before.keys(), ...after.keys()])].map((key) => ({
    name: key.split('\n'),
    before: before.get(key) ?? 0,
    after: after.get(key) ?? 0,
  }))
}

function grouped(all: readonly Change[]): Changes {
  return {
    appeared: byChange(all.filter(({ before }) => before === 0)),
    disappeared: byChange(all.filter(({ after }) => after === 0)),
    grown: byChange(all.filter(({ before, after }) => before > 0 && after > before)),
  }
}

function more(all: readonly Change[]): Change[] {
  return byChange(all.filter(({ before, after }) => after > before))
}

function byChange(all: readonly Change[]): Change[] {
  return all.toSorted((a, b) => changeOf(b) - changeOf(a) || (a.name.join() < b.name.join() ? -1 : 1))
}

function changeOf({ before, after }: Change): number {
  return Math.abs(after - before)
}
