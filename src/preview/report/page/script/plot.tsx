import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import uPlot from 'uplot'
import { type ChartSettings, chartOptions } from './chart-options.ts'

/** Pixels. */
const LEAST_WIDTH = 200

interface Properties {
  readonly data: uPlot.AlignedData
  readonly settings: Omit<ChartSettings, 'width'>
  /** Changes whenever the chart must be drawn again. */
  readonly version: string
  readonly onDoubleClick: () => void
}

/** A chart of the full available width. Screen readers get its data from the table below it. */
export function Plot({ data, settings, version, onDoubleClick }: Properties) {
  const holder = useRef<HTMLDivElement>(null)
  const width = useWidth(holder)
  const isDark = useDarkTheme()
  useEffect(() => {
    if (holder.current === null || width === 0) return
    const plot = new uPlot(chartOptions({ ...settings, width }), data, holder.current)
    return () => plot.destroy()
  }, [version, width, isDark])
  return <div ref={holder} aria-hidden="true" onDblClick={onDoubleClick} />
}

function useWidth(holder: { readonly current: HTMLElement | null }): number {
  const [width, setWidth] = useState(0)
  useLayoutEffect(() => {
    const element = holder.current
    if (element === null) return
    const measure = () => setWidth(Math.max(LEAST_WIDTH, element.clientWidth))
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    return () => observer.disconnect()
  }, [holder])
  return width
}

/** Charts read their colors from the theme when they are drawn. */
function useDarkTheme(): boolean {
  const [query] = useState(() => matchMedia('(prefers-color-scheme: dark)'))
  const [isDark, setDark] = useState(query.matches)
  useEffect(() => {
    const update = () => setDark(query.matches)
    query.addEventListener('change', update)
    return () => query.removeEventListener('change', update)
  }, [query])
  return isDark
}
