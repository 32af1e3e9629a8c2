import { MINUTE_MS } from '../../../util/time.ts'
import { counted } from './format.ts'

interface Span {
  readonly from: number
  readonly to: number
}

/** Formats times in UTC without the parts that a span has in common: the date within a day, the year within a year. */
export function timeFormat(span: Span | undefined): (ms: number) => string {
  const [from, to] = span === undefined ? ['', ''] : [isoText(span.from), isoText(span.to)]
  const isSame = (length: number) => span !== undefined && from.slice(0, length) === to.slice(0, length)
  const skipped = isSame('2026-10-01'.length)
    ? '2026-10-01 '.length
    : isSame('2026'.length)
      ? '2026-'.length
      : 0
  return (ms) => isoText(ms).slice(skipped)
}

/** A time to the second, in UTC: `2026-10-01 12:00:30`. */
export function isoText(ms: number): string {
  return new Date(ms).toISOString().slice(0, 19).replace('T', ' ')
}

/** A time to the minute, in UTC: `2026-10-01 12:00`. */
export function minuteText(ms: number): string {
  return isoText(ms).slice(0, '2026-10-01 12:00'.length)
}

/** `2026-10-01 08:00 to 08:22 UTC (23 minutes)`: from the first minute with calls to the last. */
export function spanText({ from, to }: Span): string {
  const [first, last] = [minuteText(from), minuteText(to)]
  const day = '2026-10-01 '.length
  const end = last.slice(0, day) === first.slice(0, day) ? last.slice(day) : last
  const minutes = Math.floor(to / MINUTE_MS) - Math.floor(from / MINUTE_MS) + 1
  return `${first} to ${end} UTC (${durationText(minutes)})`
}

/** In the two largest units: `2 days 13 hours`. */
function durationText(minutes: number): string {
  const units = [
    [Math.floor(minutes / 1440), 'day'],
    [Math.floor(minutes / 60) % 24, 'hour'],
    [minutes % 60, 'minute'],
  ] as const
  const first = units.findIndex(([count]) => count > 0)
  return units
    .slice(first, first + 2)
    .flatMap(([count, unit]) => (count > 0 ? [counted(count, unit)] : []))
    .join(' ')
}
