/** A span of time in seconds since 1970, without `to`. */
export interface Span {
  readonly from: number
  readonly to: number
}

/**
 * A span widened to whole periods and cut to the whole time.
 * @param whole starts and ends with a period
 * @param period seconds
 */
export function snapped({ from, to }: Span, whole: Span, period: number): Span {
  const start = Math.floor((from - whole.from) / period) * period + whole.from
  const end = Math.ceil((to - whole.from) / period) * period + whole.from
  const first = Math.min(Math.max(whole.from, start), whole.to - period)
  return { from: first, to: Math.min(whole.to, Math.max(end, first + period)) }
}
