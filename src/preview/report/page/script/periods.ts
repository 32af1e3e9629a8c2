import type { Chart, ChartGroup, ChartLine } from '../content.ts'
import type { Span } from './span.ts'

/** With more, each period would be less than two pixels wide. */
const MAX_SHOWN = 300

/** Consecutive periods, in seconds since 1970. */
export interface Periods {
  readonly length: number
  /** The start of each. */
  readonly starts: readonly number[]
  /** The end of the last. */
  readonly end: number
}

/** The periods of a span: the shortest ones that aren't too many. They start at whole multiples of their length. */
export function periodsOf({ from, to }: Span, lengths: ChartGroup['periods']): Periods {
  const length = lengths.find((one) => (to - from) / one <= MAX_SHOWN) ?? lengths.at(-1) ?? to - from
  const starts: number[] = []
  for (let at = Math.floor(from / length) * length; at < to; at += length) starts.push(at)
  return { length, starts, end: (starts.at(-1) ?? from) + length }
}

/** The value of a line in each period; null if unknown. */
export function valuesIn(
  { statistic, isZeroWithout }: Pick<Chart, 'statistic' | 'isZeroWithout'>,
  { values }: Pick<ChartLine, 'values'>,
  { from, periods: [base = 1] }: Pick<ChartGroup, 'from' | 'periods'>,
  { length, starts, end }: Periods,
): (number | null)[] {
  const [first = 0] = starts
  const shown: (number | null)[] = starts.map(() => (isZeroWithout ? 0 : null))
  for (const [period, value] of values) {
    const time = from + period * base
    if (time < first || time >= end) continue
    const index = Math.floor((time - first) / length)
    const known = shown[index] ?? 0
    shown[index] = statistic === 'sum' ? known + value : Math.max(known, value)
  }
  return shown
}

/** The statistic over all periods; null if no value is known. */
export function overall({ statistic }: Pick<Chart, 'statistic'>, values: readonly (number | null)[]) {
  const known = values.filter((value) => value !== null)
  if (known.length === 0) return null
  return known.reduce((all, value) => (statistic === 'sum' ? all + value : Math.max(all, value)))
}
