import { counted } from './number-text.ts'

export const MINUTE_MS = 60_000
export const HOUR_MS = 60 * MINUTE_MS

/**
 * A time to the second, in UTC: `2026-10-01 12:00:05`.
 * @param ms milliseconds since 1970
 */
export function secondText(ms: number): string {
  return new Date(ms).toISOString().slice(0, 19).replace('T', ' ')
}

/**
 * A time to the minute, in UTC: `2026-10-01 12:00`.
 * @param ms milliseconds since 1970
 */
export function minuteText(ms: number): string {
  return new Date(ms).toISOString().slice(0, 16).replace('T', ' ')
}

/**
 * The length of a time range, including its first and its last minute, in the two largest units: `2 days 13 hours`.
 * @param from milliseconds since 1970
 * @param to milliseconds since 1970
 */
export function lengthText(from: number, to: number): string {
  const minutes = Math.floor(to / MINUTE_MS) - Math.floor(from / MINUTE_MS) + 1
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
