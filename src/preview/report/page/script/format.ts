import { counted, dollars, numberText, rateText, wholePercent } from '../../../../util/number-text.ts'
import { secondText } from '../../../../util/time.ts'
import type { ColumnKind } from '../content.ts'

const share = new Intl.NumberFormat('en-US', { minimumFractionDigits: 1, maximumFractionDigits: 1 })
const time = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' })

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
  return count === 1 ? unit : counted(count, unit)
}

/** The text of a cell that is not null. */
export function cellText(cell: string | number, kind: ColumnKind): string {
  return typeof cell === 'string' ? cell : NUMBERS[kind](cell)
}

const NUMBERS: Readonly<Record<ColumnKind, (value: number) => string>> = {
  text: String,
  link: String,
  count: numberText,
  rate: rateText,
  share: (value) => `${share.format(value)} %`,
  percent: wholePercent,
  seconds: (value) => `${numberText(value)} s`,
  dollars,
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
