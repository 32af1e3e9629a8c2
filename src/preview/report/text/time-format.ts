import { lengthText, minuteText, secondText } from '../../../util/time.ts'

interface Span {
  readonly from: number
  readonly to: number
}

/** Formats times in UTC without the parts that a span has in common: the date within a day, the year within a year. */
export function timeFormat(span: Span | undefined): (ms: number) => string {
  const [from, to] = span === undefined ? ['', ''] : [secondText(span.from), secondText(span.to)]
  const isSame = (length: number) => span !== undefined && from.slice(0, length) === to.slice(0, length)
  const skipped = isSame('2026-10-01'.length)
    ? '2026-10-01 '.length
    : isSame('2026'.length)
      ? '2026-'.length
      : 0
  return (ms) => secondText(ms).slice(skipped)
}

/** `2026-10-01 08:00 to 08:22 UTC (23 minutes)`: from the first minute with calls to the last. */
export function spanText({ from, to }: Span): string {
  const [first, last] = [minuteText(from), minuteText(to)]
  const day = '2026-10-01 '.length
  const end = last.slice(0, day) === first.slice(0, day) ? last.slice(day) : last
  return `${first} to ${end} UTC (${lengthText(from, to)})`
}
