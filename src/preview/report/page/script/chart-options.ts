import uPlot from 'uplot'
import { numberText } from '../../../../util/number-text.ts'
import type { Span } from './span.ts'
import { COUNT_STEPS, TIME_STEPS, tickTexts } from './ticks.ts'

/** Minimum movement of the pointer, in pixels, for a drag instead of a click. */
const LEAST_DRAG = 4
const HEIGHT = 220

export interface ChartSettings {
  /** The label of the value axis. */
  readonly unit: string
  /** Pixels. */
  readonly width: number
  /** The CSS variable with the color of each line, and whether the line is shown. */
  readonly lines: readonly { readonly color: string; readonly isShown: boolean }[]
  /** Whether lines have gaps, so that a value can be isolated. */
  readonly hasGaps: boolean
  /** The value of a dashed line. */
  readonly limit: number | undefined
  /** From the start of the first period to the end of the last. */
  readonly span: Span
  readonly onZoom: (span: Span) => void
  /** Receives the time under the pointer; undefined when it leaves. */
  readonly onPoint: (seconds: number | undefined) => void
}

/** The options of a chart in the colors of the theme. */
export function chartOptions({
  unit,
  width,
  lines,
  hasGaps,
  limit,
  span,
  onZoom,
  onPoint,
}: ChartSettings): uPlot.Options {
  return {
    width,
    height: HEIGHT,
    legend: { show: false },
    // Room for the date at the last tick.
    padding: [null, 32, null, null],
    tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), 'Etc/UTC'),
    cursor: {
      sync: { key: 'all' },
      points: { show: false },
      y: false,
      drag: { x: true, y: false, setScale: false },
    },
    scales: {
      x: { range: () => [span.from, span.to] },
      y: { range: (_, __, most) => [0, Math.max(1, (limit ?? 0) * 1.1, (most ?? 0) * 1.05)] },
    },
    axes: [
      {
        ...axis(),
        space: 64,
        incrs: TIME_STEPS,
        values: (_, ticks, __, ___, step) => tickTexts(ticks, step),
      },
      {
        ...axis(),
        size: 60,
        label: unit,
        labelSize: 20,
        incrs: COUNT_STEPS,
        values: (_, ticks) => ticks.map(numberText),
      },
    ],
    series: [
      {},
      ...lines.map(({ color, isShown }) => ({
        show: isShown,
        stroke: themeColor(color),
        width: 2,
        points: { show: hasGaps, size: 5, fill: themeColor(color) },
      })),
      ...(limit === undefined
        ? []
        : [{ stroke: themeColor('--alarm'), width: 1, dash: [6, 4], points: { show: false } }]),
    ],
    hooks: {
      setSelect: [
        (u) => {
          const { left, width: selected } = u.select
          if (selected > LEAST_DRAG)
            onZoom({ from: u.posToVal(left, 'x'), to: u.posToVal(left + selected, 'x') })
        },
      ],
      setCursor: [
        (u) => {
          const { left = -1 } = u.cursor
          onPoint(left < 0 ? undefined : u.posToVal(left, 'x'))
        },
      ],
    },
  }
}

function axis(): uPlot.Axis {
  const line = { stroke: themeColor('--line'), width: 1 }
  return { stroke: themeColor('--soft'), font: '12px system-ui, sans-serif', grid: line, ticks: line }
}

const themeColor = (variable: string) => getComputedStyle(document.documentElement).getPropertyValue(variable)
