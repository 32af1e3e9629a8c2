import { cellText } from './table.ts'

/** `20 of 35`, or `3` if that is all. */
export function listed(top: number, all: number): string {
  return top < all ? `${cellText(top)} of ${cellText(all)}` : cellText(all)
}

export function percent(part: number, whole: number): string {
  return whole === 0 ? '' : `${((100 * part) / whole).toFixed(part === whole ? 0 : 1)} %`
}

export function dollars(amount: number): string {
  return `$${amount.toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 })}`
}

/** How far a limit is used: whole percents, as it is an estimate. */
export function usedText(percent: number): string {
  return percent < 0.5 ? '< 1 %' : `${cellText(Math.round(percent))} %`
}

/** A rate, or the size of a bucket: rates below 1 have up to three decimals. */
export function perSecond(rate: number): string {
  return rate.toLocaleString('en-US', { maximumFractionDigits: 3 })
}

/** A time to the minute, in UTC: `2026-10-01 12:00`. */
export function minuteText(ms: number): string {
  return new Date(ms).toISOString().slice(0, 16).replace('T', ' ')
}

/** A time to the second, in UTC: `2026-10-01 12:00:30`. */
export function timeText(ms: number): string {
  return new Date(ms).toISOString().slice(0, 19).replace('T', ' ')
}
