import uPlot from 'uplot'
import type { Line } from '../../../../cloudwatch/dashboard.ts'
import { numberText, timeText } from './format.ts'
import { COUNT_STEPS, TIME_STEPS, tickTexts } from './ticks.ts'
import type { Zoom } from './zoom.ts'

const COLOURS = [
  '#2b7bd6',
  '#d9622b',
  '#3d9b57',
  '#b14ab8',
  '#c29a1b',
  '#1b9e9e',
  '#d6457a',
  '#7b6ad0',
  '#7f8c2d',
  '#8a6d5a',
]

/** A pointer that moved less, in pixels, has clicked and not dragged. */
const LEAST_DRAG = 4

export interface Chart {
  readonly lines: readonly Line[]
  /** The label of the value axis. */
  readonly unit: string
  /** In pixels. */
  readonly width: number
  readonly height: number
  /** Whether the line is switched off in the legend. */
  readonly isHidden: (line: number) => boolean
  readonly onToggle: (chart: uPlot, line: number, isShown: boolean) => void
}

/** The options of a chart over the span that is shown, in the colours of the theme. */
export function chartOptions(chart: Chart, zoom: Zoom): uPlot.Options {
  return {
    width: chart.width,
    height: chart.height,
    tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), 'Etc/UTC'),
    cursor: { sync: { key: 'all' }, drag: { x: true, y: false, setScale: false } },
    scales: {
      x: { range: () => timeRange(zoom) },
      y: { range: (_, least, most) => valueRange(least, most) },
    },
    axes: [
      { ...axis(), incrs: TIME_STEPS, values: (_, ticks) => tickTexts(ticks) },
      {
        ...axis(),
        size: 60,
        label: chart.unit,
        incrs: COUNT_STEPS,
        values: (_, ticks) => ticks.map(numberText),
      },
    ],
    series: [
      { label: 'UTC', value: (_, at: number | null) => (at === null ? '' : timeText(at)) },
      ...chart.lines.map(({ label }, i) => ({ label, show: !chart.isHidden(i), ...stroke(i) })),
    ],
    hooks: {
      setSelect: [
        (u) => {
          const { left, width } = u.select
          if (width > LEAST_DRAG) zoom.show(u.posToVal(left, 'x'), u.posToVal(left + width, 'x'))
        },
      ],
      setSeries: [
        // Tells of series that get the focus as well, without `show`. The first series is the time.
        (u, series, { show }) => {
          if (series !== null && show !== undefined) chart.onToggle(u, series - 1, show)
        },
      ],
    },
  }
}

function stroke(line: number): Partial<uPlot.Series> {
  return {
    stroke: COLOURS[line % COLOURS.length] ?? '',
    width: 2,
    points: { show: true, size: 5 },
    value: (_, value: number | null) => (value === null ? '–' : numberText(value)),
  }
}

function axis(): uPlot.Axis {
  const line = { stroke: themeColour('--line'), width: 1 }
  return { stroke: themeColour('--soft'), grid: line, ticks: line }
}

const themeColour = (variable: string) =>
  getComputedStyle(document.documentElement).getPropertyValue(variable)

/** The last period is a point at its start. One point needs a range as well. */
function timeRange({ shown: { from, to }, period }: Zoom): uPlot.Range.MinMax {
  return [from, Math.max(to - period, from + period)]
}

/** Without data, both are null. */
function valueRange(least: number | null, most: number | null): uPlot.Range.MinMax {
  return [Math.min(0, least ?? 0), most !== null && most > 0 ? most * 1.05 : 1]
}
