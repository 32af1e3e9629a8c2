import { useState } from 'preact/hooks'
import type { ChartGroup } from '../content.ts'
import { ChartView } from './chart.tsx'
import { idOf } from './id.ts'
import { type Span, snapped } from './span.ts'
import { ZoomForm } from './zoom-form.tsx'

/** Charts of the same span, which the user can zoom. */
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
        Times are in UTC. To zoom all charts, drag across one of them or move the sliders. The tables below
        always cover the whole time range. Select a name below a chart to hide or show its line.
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
