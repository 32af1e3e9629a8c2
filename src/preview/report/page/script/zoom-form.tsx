import { timeText } from './format.ts'
import type { Span } from './span.ts'

interface Properties {
  readonly whole: Span
  readonly span: Span
  /** Seconds: the step of the sliders. */
  readonly period: number
  readonly onZoom: (span: Span) => void
  readonly onReset: () => void
}

/** Sliders for both ends of the span, the span as text, and a button to reset it. */
export function ZoomForm({ whole, span, period, onZoom, onReset }: Properties) {
  const range = { min: whole.from, max: whole.to, step: period }
  return (
    <form class="tools" onSubmit={(event) => event.preventDefault()}>
      <label>
        From
        <input
          {...range}
          type="range"
          value={span.from}
          aria-valuetext={timeText(span.from)}
          onChange={({ currentTarget }) =>
            onZoom({ from: Math.min(Number(currentTarget.value), span.to - period), to: span.to })
          }
        />
      </label>
      <label>
        To
        <input
          {...range}
          type="range"
          value={span.to}
          aria-valuetext={timeText(span.to)}
          onChange={({ currentTarget }) =>
            onZoom({ from: span.from, to: Math.max(Number(currentTarget.value), span.from + period) })
          }
        />
      </label>
      <output>
        {timeText(span.from)} to {timeText(span.to)} UTC
      </output>
      <button type="button" onClick={onReset}>
        Reset zoom
      </button>
    </form>
  )
}
