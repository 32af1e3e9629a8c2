import type { Extraction } from './extract.ts'
import { timeSpan, usageBy } from './usage.ts'

/** How often something happens before and after, per hour. */
export interface Change {
  readonly name: string
  readonly before: number
  readonly after: number
}

/** What is different in a newer trail. Each list has the greatest change first. */
export interface Comparison {
  readonly operations: Changes
  readonly callers: Changes
  /** Operations that are throttled and were not, or more often than before. */
  readonly throttles: readonly Change[]
  /** Errors that did not occur, or more often than before: `AccessDenied in iam:GetRole`. */
  readonly errors: readonly Change[]
}

export interface Changes {
  readonly appeared: readonly Change[]
  readonly disappeared: readonly Change[]
  readonly grown: readonly Change[]
}

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS

/** Compares two trails by what happens in an hour, as they may be of different lengths. */
export function compare(before: Extraction, after: Extraction): Comparison {
  const changesOf = (rates: (extraction: Extraction) => Rates) =>
    changes(perHour(before, rates), perHour(after, rates))
  return {
    operations: sorted(changesOf(calls)),
    callers: sorted(changesOf(callers)),
    throttles: more(changesOf(throttles)),
    errors: more(changesOf(errors)),
  }
}

type Rates = ReadonlyMap<string, number>

function calls(extraction: Extraction): Rates {
  return new Map(usageBy('operation', extraction).map(({ name, calls }) => [operationName(name), calls]))
}

function throttles(extraction: Extraction): Rates {
  const throttled = usageBy('operation', extraction).filter(({ throttles = 0 }) => throttles > 0)
  return new Map(throttled.map(({ name, throttles = 0 }) => [operationName(name), throttles]))
}

function callers(extraction: Extraction): Rates {
  return new Map(usageBy('principal', extraction).map(({ name, calls }) => [name.join(), calls]))
}

function errors(extraction: Extraction): Rates {
  const counts = new Map<string, number>()
  for (const { code, service, operation, region, calls } of extraction.errors) {
    const name = `${code} in ${operationName([service, operation, region])}`
    counts.set(name, (counts.get(name) ?? 0) + calls)
  }
  return counts
}

function operationName([service = '', operation = '', region = '']: readonly string[]): string {
  return `${service}:${operation} ${region}`
}

/** Counts of an hour: of the time from the first minute with calls to the last. */
function perHour(extraction: Extraction, count: (extraction: Extraction) => Rates): Rates {
  const span = timeSpan(extraction)
  const hours = span === undefined ? 1 : (span.to - span.from + MINUTE_MS) / HOUR_MS
  return new Map([...count(extraction)].map(([name, value]) => [name, value / hours]))
}

function changes(before: Rates, after: Rates): Change[] {
  const names = new Set([...before.keys(), ...after.keys()])
  return [...names].map((name) => ({ name, before: before.get(name) ?? 0, after: after.get(name) ?? 0 }))
}

function sorted(all: readonly Change[]): Changes {
  return {
    appeared: byGrowth(all.filter(({ before }) => before === 0)),
    disappeared: byGrowth(all.filter(({ after }) => after === 0)).reverse(),
    grown: byGrowth(all.filter(({ before, after }) => before > 0 && after > before)),
  }
}

function more(all: readonly Change[]): Change[] {
  return byGrowth(all.filter(({ before, after }) => after > before))
}

function byGrowth(all: readonly Change[]): Change[] {
  return all.toSorted((a, b) => b.after - b.before - (a.after - a.before) || (a.name < b.name ? -1 : 1))
}
