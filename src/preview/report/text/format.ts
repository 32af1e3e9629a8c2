import { printable } from '../../../util/printable.ts'
import type { Cell } from './column.ts'

/** `12,345`, with at most one decimal. */
export function numberText(value: number): string {
  return value.toLocaleString('en-US', { maximumFractionDigits: 1 })
}

/** `12.3k`, with three digits; numbers below 10,000 as they are. */
function shortNumberText(value: number): string {
  if (value < 10_000) return numberText(value)
  return value.toLocaleString('en-US', { notation: 'compact', maximumSignificantDigits: 3 }).replace('K', 'k')
}

export function cellText(cell: Cell, isShort = false): string {
  if (typeof cell === 'string') return printable(cell)
  return isShort ? shortNumberText(cell) : numberText(cell)
}

/** `20 of 35`, or `3` if that is all. */
export function listed(top: number, all: number): string {
  return top < all ? `${numberText(top)} of ${numberText(all)}` : numberText(all)
}

/** `1 file`, `2 files`. */
export function counted(count: number, one: string, several = `${one}s`): string {
  return `${numberText(count)} ${count === 1 ? one : several}`
}

/** `12.8 %`; `< 0.1 %` for small parts. */
export function percent(part: number, whole: number): string {
  if (whole === 0) return ''
  if (part === whole) return '100 %'
  const value = (100 * part) / whole
  if (part > 0 && value < 0.05) return '< 0.1 %'
  return value >= 99.95 ? '> 99.9 %' : `${value.toFixed(1)} %`
}

export function dollars(amount: number): string {
  return `$${amount.toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 })}`
}

/** The used part of a limit, in whole percent because it is an estimate. */
export function usedText(percent: number): string {
  return percent < 0.5 ? '< 1 %' : `${numberText(Math.round(percent))} %`
}

/** A rate, or the calls that a bucket holds: rates below 1 have up to three decimals. */
export function perSecond(rate: number): string {
  return rate.toLocaleString('en-US', { maximumFractionDigits: 3 })
}
