import { numberText } from '../../../util/number-text.ts'
import { printable } from '../../../util/printable.ts'
import type { Cell } from './column.ts'

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
