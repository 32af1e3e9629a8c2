import uPlot from 'uplot'
import type { Line } from '../../../../cloudwatch/dashboard.ts'
import { chartOptions } from './chart-options.ts'
import { element } from './dom.ts'
import { makeOperable, setPressed } from './legend.ts'
import { seriesTable } from './series-table.ts'
import { periodsOf, type Zoom } from './zoom.ts'

/** Pixels. */
const LEAST_WIDTH = 200
const LEAST_HEIGHT = 180
const ROW_HEIGHT = 30

export interface TimeSeries {
  readonly title: string
  readonly lines: readonly Line[]
  readonly unit: string
  /** Rows of the dashboard's grid. */
  readonly height: number
}

/** A chart to drag over for zooming, and its data as a table. */
export function timeSeries({ title, lines, unit, height }: TimeSeries, zoom: Zoom): Node[] {
  const holder = element('div')
  const data = alignedData(lines, zoom)
  const width = () => Math.max(LEAST_WIDTH, holder.clientWidth)
  const hidden = new Set<number>()
  let chart: uPlot | undefined

  const onToggle = (toggled: uPlot, line: number, isShown: boolean) => {
    if (isShown) hidden.delete(line)
    else hidden.add(line)
    setPressed(toggled, line, isShown)
  }
  const draw = () => {
    chart?.destroy()
    const options = chartOptions(
      {
        lines,
        unit,
        width: width(),
        height: Math.max(LEAST_HEIGHT, height * ROW_HEIGHT),
        isHidden: (line) => hidden.has(line),
        onToggle,
      },
      zoom,
    )
    chart = new uPlot(options, data, holder)
    chart.over.addEventListener('dblclick', () => zoom.show(zoom.whole.from, zoom.whole.to))
    chart.root.querySelector('canvas')?.setAttribute('aria-hidden', 'true')
    makeOperable(chart)
  }
  zoom.onRedraw(draw)
  new ResizeObserver(() => {
    if (chart !== undefined && chart.width !== width())
      chart.setSize({ width: width(), height: chart.height })
  }).observe(holder)
  // The width of the holder is known once it is in the document.
  requestAnimationFrame(draw)
  return [holder, seriesTable(title, lines, zoom)]
}

/** The time of each period and, for each line, its value there; null where it has none. */
function alignedData(lines: readonly Line[], { whole, period }: Zoom): uPlot.AlignedData {
  const times = periodsOf(whole, period)
  const columns = lines.map(({ values }) => {
    const byTime = new Map(values)
    return times.map((at) => byTime.get(at) ?? null)
  })
  return [times, ...columns]
}
