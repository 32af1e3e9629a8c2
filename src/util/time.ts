export const MINUTE_MS = 60_000
export const HOUR_MS = 60 * MINUTE_MS

/**
 * A time to the second, in UTC: `2026-10-01 12:00:05`.
 * @param ms milliseconds since 1970
 */
export function secondText(ms: number): string {
  return new Date(ms).toISOString().slice(0, 19).replace('T', ' ')
}
