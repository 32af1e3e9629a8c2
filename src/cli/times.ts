import { InvalidArgumentError } from 'commander'
import { eventTimeMs } from '../core/cloudtrail/record.ts'
import { HOUR_MS, MINUTE_MS } from '../util/time.ts'

const DAY = /^\d{4}-\d\d-\d\d$/
const MINUTE = /^(\d{4}-\d\d-\d\dT\d\d:\d\d)(:\d\d)?(Z|[+-]\d\d:\d\d)?$/

/**
 * Reads a flag that is a time such as `2026-11-22`, `2026-11-22T10:00` or `2026-11-22T10:00:00+01:00`, in UTC unless it has
 * another offset.
 * @returns milliseconds since 1970
 * @throws {InvalidArgumentError} for anything else
 */
export function timeFlag(text: string): number {
  const time = readTime(text)
  if (time === undefined)
    throw new InvalidArgumentError('Expected a time such as 2026-11-22 or 2026-11-22T10:00Z.')
  return time
}

function readTime(text: string): number | undefined {
  const [, minute, seconds = ':00', zone = 'Z'] = MINUTE.exec(text) ?? []
  return eventTimeMs(DAY.test(text) ? `${text}T00:00:00Z` : `${minute}${seconds}${zone}`)
}

const UNITS: ReadonlyMap<string, number> = new Map([
  ['s', 1000],
  ['m', MINUTE_MS],
  ['h', HOUR_MS],
  ['d', 24 * HOUR_MS],
])

/**
 * Reads a flag that is a duration such as `90s`, `30m`, `2h` or `7d`.
 * @returns milliseconds
 * @throws {InvalidArgumentError} for anything else
 */
export function durationFlag(text: string): number {
  const duration = durationOf(text)
  if (duration === undefined) throw new InvalidArgumentError('Expected a duration such as 30m, 2h or 7d.')
  return duration
}

/** A time as a user gives it: milliseconds since 1970, as a function of the current time in the same unit. */
export type Moment = (now: number) => number

/**
 * Reads a flag that is a time, as `timeFlag` does, or a duration before now.
 * @throws {InvalidArgumentError} for anything else
 */
export function momentFlag(text: string): Moment {
  const ago = durationOf(text)
  if (ago !== undefined) return (now) => now - ago
  const time = readTime(text)
  if (time !== undefined) return () => time
  throw new InvalidArgumentError(
    'Expected a time such as 2026-11-22 or 2026-11-22T10:00Z, or 2h for two hours ago.',
  )
}

function durationOf(text: string): number | undefined {
  const [, count, unit = ''] = /^([1-9]\d{0,5})([a-z])$/.exec(text) ?? []
  const length = UNITS.get(unit)
  return count === undefined || length === undefined ? undefined : Number(count) * length
}
