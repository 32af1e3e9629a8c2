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
  const slider = (label: string, value: number, spanTo: (time: number) => Span) => (
    <label>
      {label}
      <input
        type="range"
        min={whole.from}
        max={whole.to}
        step={period}
        value={value}
        aria-valuetext={timeText(value)}
        onChange={({ currentTarget }) => onZoom(spanTo(Number(currentTarget.value)))}
      />
    </label>
  )
  return (
    <form class="tools" onSubmit={(event) => event.preventDefault()}>
      {slider('From', span.from, (time) => ({ from: Math.min(time, span.to - period), to: span.to }))}
      {slider('To', span.to, (time) => ({ from: span.from, to: Math.max(time, span.from + period) }))}
      <output>
        {timeText(span.from)} to {timeText(span.to)} UTC
      </output>
      <button type="button" onClick={onReset}>
        Reset zoom
      </button>
    </form>
  )
}
