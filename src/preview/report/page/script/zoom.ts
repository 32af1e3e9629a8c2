import type { Line } from '../../../../cloudwatch/dashboard.ts'

/** A span of time in seconds since 1970. `to` is just past its end. */
export interface Span {
  readonly from: number
  readonly to: number
}

/** The span that all widgets show. */
export interface Zoom {
  /** From the first period with data to the end of the last. */
  readonly whole: Span
  /** Seconds in a period of the data. */
  readonly period: number
  /** The span shown now. */
  readonly shown: Span
  /** Shows a span, widened to whole periods and cut to `whole`. An empty span changes nothing. */
  show(from: number, to: number): void
  /** Calls the listener whenever something must be drawn again. */
  onRedraw(listener: () => void): void
  redraw(): void
}

/** Starts with the whole time of the lines. */
export function createZoom(lines: readonly Line[], period: number): Zoom {
  const whole = spanOf(lines, period)
  const listeners: (() => void)[] = []
  const redraw = () => {
    for (const listener of listeners) listener()
  }
  let shown = whole
  return {
    whole,
    period,
    get shown() {
      return shown
    },
    show(from, to) {
      const start = Math.max(whole.from, Math.floor(from / period) * period)
      const end = Math.min(whole.to, Math.ceil(to / period) * period)
      if (end <= start || (start === shown.from && end === shown.to)) return
      shown = { from: start, to: end }
      redraw()
    },
    onRedraw(listener) {
      listeners.push(listener)
    },
    redraw,
  }
}

/** The start of each period in a span. */
export function periodsOf({ from, to }: Span, period: number): number[] {
  const starts: number[] = []
  for (let at = from; at < to; at += period) starts.push(at)
  return starts
}

/** Without values it is from infinity to 0, which holds no period. */
function spanOf(lines: readonly Line[], period: number): Span {
  let [from, to] = [Number.POSITIVE_INFINITY, 0]
  for (const { values } of lines) {
    for (const [at] of values) {
      from = Math.min(from, at)
      to = Math.max(to, at + period)
    }
  }
  return { from, to }
}
