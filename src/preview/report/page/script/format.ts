import { secondText } from '../../../../util/time.ts'
import type { ColumnKind } from '../content.ts'

const number = new Intl.NumberFormat('en-US', { maximumFractionDigits: 1 })
const rate = new Intl.NumberFormat('en-US', { maximumFractionDigits: 3 })
const share = new Intl.NumberFormat('en-US', { minimumFractionDigits: 1, maximumFractionDigits: 1 })
const money = new Intl.NumberFormat('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 })
const time = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' })

export const numberText = (value: number) => number.format(value)

/** Date and time in UTC. */
export const timeText = (seconds: number) => time.format(seconds * 1000)

/** A period in its largest unit: `5 minutes`, `hour`. */
export function periodText(seconds: number): string {
  const [count, unit] =
    seconds % 86_400 === 0
      ? [seconds / 86_400, 'day']
      : seconds % 3600 === 0
        ? [seconds / 3600, 'hour']
        : [seconds / 60, 'minute']
  return count === 1 ? unit : `${count} ${unit}s`
}

/** The text of a cell that is not null. */
export function cellText(cell: string | number, kind: ColumnKind): string {
  return typeof cell === 'string' ? cell : NUMBERS[kind](cell)
}

/** Estimates are whole numbers. Small ones aren't rounded to zero. */
const percentText = (value: number) => (value < 0.5 ? '< 1 %' : `${numberText(Math.round(value))} %`)

const NUMBERS: Readonly<Record<ColumnKind, (value: number) => string>> = {
  text: String,
  link: String,
  count: numberText,
  rate: rate.format,
  share: (value) => `${share.format(value)} %`,
  percent: percentText,
  seconds: (value) => `${numberText(value)} s`,
  dollars: (value) => `$${money.format(value)}`,
  time: secondText,
  clock: (ms) => secondText(ms).slice(11),
}

export function isTime(kind: ColumnKind): boolean {
  return kind === 'time' || kind === 'clock'
}

/** Whether cells of a kind are aligned to the right. */
export function isNumeric(kind: ColumnKind): boolean {
  return kind !== 'text' && kind !== 'link' && !isTime(kind)
}
