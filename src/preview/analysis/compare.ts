import { type Extraction, type Series, schemaOf } from '../../cloudwatch/extract.ts'
import { HOUR_MS, MINUTE_MS } from '../../util/time.ts'
import { timeSpan } from './breakdown.ts'
import { usageBy } from './usage.ts'

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

/**
 * The dimension sets that a comparison needs beside those that always are: the lists in the documents name only the first
 * few callers and errors, and who is among them may differ where nothing else does.
 */
export const COMPARED_SETS = { callers: 'Principal', errors: 'Service,Operation,Region,ErrorCode' } as const

/** Compares two trails by what happens in an hour, as they may be of different lengths. */
export function compare(before: Extraction, after: Extraction): Comparison {
  const changesOf = (rates: (extraction: Extraction) => Rates) =>
    changes(perHour(before, rates), perHour(after, rates))
  return {
    operations: grouped(changesOf(calls)),
    callers: grouped(changesOf(callers)),
    throttles: more(changesOf(throttles)),
    errors: more(changesOf(errors)),
  }
}

type Rates = ReadonlyMap<string, number>

function calls(extraction: Extraction): Rates {
  return new Map(usageBy(['operation'], extraction).map(({ name, calls }) => [operationName(name), calls]))
}

function throttles(extraction: Extraction): Rates {
  const throttled = usageBy(['operation'], extraction).filter(({ throttles = 0 }) => throttles > 0)
  return new Map(throttled.map(({ name, throttles = 0 }) => [operationName(name), throttles]))
}

function callers(extraction: Extraction): Rates {
  return sumsOf(extraction, COMPARED_SETS.callers, ({ Principal = '' }) => Principal)
}

function errors(extraction: Extraction): Rates {
  return sumsOf(extraction, COMPARED_SETS.errors, ({ ErrorCode = '', Service, Operation, Region }) => {
    return `${ErrorCode} in ${operationName([Service, Operation, Region].map(String))}`
  })
}

function sumsOf(
  extraction: Extraction,
  set: string,
  nameOf: (dimensions: Series['dimensions']) => string,
): Rates {
  const sums = new Map<string, number>()
  for (const { metric, set: of, dimensions, points } of extraction.series()) {
    if (metric !== 'CallCount' || schemaOf(of) !== schemaOf(set)) continue
    const calls = points.reduce((sum, point) => sum + point.sum, 0)
    sums.set(nameOf(dimensions), (sums.get(nameOf(dimensions)) ?? 0) + calls)
  }
  return sums
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

function grouped(all: readonly Change[]): Changes {
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
