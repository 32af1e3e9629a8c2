import { useState } from 'preact/hooks'
import type { ChartGroup } from '../content.ts'
import { ChartView } from './chart.tsx'
import { idOf } from './id.ts'
import { type Span, snapped } from './span.ts'
import { ZoomForm } from './zoom-form.tsx'

/** Charts over the same span, which the user chooses. */
export function Charts({ title, group }: { readonly title: string; readonly group: ChartGroup }) {
  const {
    from,
    to,
    periods: [period = to - from],
    charts,
  } = group
  const [span, setSpan] = useState<Span>({ from, to })
  const zoom = (wanted: Span) => setSpan(snapped(wanted, group, period))
  const reset = () => setSpan({ from, to })
  return (
    <section id={idOf(title)} aria-label={title}>
      <h2>{title}</h2>
      <p class="soft">
        Times are UTC. Drag over a chart or move the sliders to zoom all charts; the tables below are always
        of the whole time. A name below a chart hides its line.
      </p>
      <ZoomForm whole={group} span={span} period={period} onZoom={zoom} onReset={reset} />
      <div class="charts">
        {charts.map((chart) => (
          <ChartView
            key={chart.title}
            chart={chart}
            group={group}
            span={span}
            onZoom={zoom}
            onReset={reset}
          />
        ))}
      </div>
    </section>
  )
}
