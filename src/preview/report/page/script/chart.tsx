import { useMemo, useState } from 'preact/hooks'
import type { Chart, ChartGroup } from '../content.ts'
import { DataTable } from './data-table.tsx'
import { periodText, timeText } from './format.ts'
import { Legend } from './legend.tsx'
import { overall, type Periods, periodsOf, valuesIn } from './periods.ts'
import { Plot } from './plot.tsx'
import type { Span } from './span.ts'

interface Properties {
  readonly chart: Chart
  readonly group: ChartGroup
  readonly span: Span
  readonly onZoom: (span: Span) => void
  readonly onReset: () => void
}

/** A chart that zooms when dragged across, its legend, and its data as a table. */
export function ChartView({ chart, group, span, onZoom, onReset }: Properties) {
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set())
  const [pointed, setPointed] = useState<number>()
  const { title, statistic, note, limit } = chart
  const periods = useMemo(() => periodsOf(span, group.periods), [span, group])
  const values = useMemo(
    () => chart.lines.map((line) => valuesIn(chart, line, group, periods)),
    [chart, group, periods],
  )
  const { length, starts, end } = periods
  const [first = span.from] = starts
  const at = pointed === undefined ? -1 : Math.floor((pointed - first) / length)
  const start = starts[at]
  const lines = chart.lines.map(({ label, isRest }, i) => ({
    label,
    color: isRest ? '--rest' : `--line-${i}`,
    isShown: !hidden.has(label),
    value: (start === undefined ? overall(chart, values[i] ?? []) : values[i]?.[at]) ?? null,
  }))
  const toggle = (label: string) =>
    setHidden((known) =>
      known.has(label) ? new Set([...known].filter((one) => one !== label)) : new Set([...known, label]),
    )
  const whole = statistic === 'sum' ? 'Total in this time range' : 'Maximum in this time range'
  return (
    <article aria-label={title}>
      <h3>
        {title}{' '}
        <span class="soft">
          {statistic === 'sum' ? 'per' : 'maximum per'} {periodText(length)}
        </span>
      </h3>
      <Plot
        // Each period is a step from its start to its end. The first line is drawn last, on top of the others.
        data={[
          starts.flatMap((at) => [at, at + length]),
          ...values.map(doubled).reverse(),
          ...(limit === undefined ? [] : [doubled(starts.map(() => limit))]),
        ]}
        settings={{
          unit: chart.unit,
          lines: lines.toReversed(),
          hasGaps: !chart.isZeroWithout,
          limit,
          span: { from: first, to: end },
          onZoom,
          onPoint: setPointed,
        }}
        version={`${first} ${end} ${length} ${[...hidden].join()}`}
        onDoubleClick={onReset}
      />
      <Legend
        caption={start === undefined ? whole : `${timeText(start)} to ${timeText(start + length)}`}
        entries={lines}
        onToggle={toggle}
      />
      {note !== '' && <p class="soft">{note}</p>}
      <ChartData chart={chart} periods={periods} values={values} />
    </article>
  )
}

function doubled(values: readonly (number | null)[]): (number | null)[] {
  return values.flatMap((value) => [value, value])
}

interface DataProperties {
  readonly chart: Chart
  readonly periods: Periods
  readonly values: readonly (readonly (number | null)[])[]
}

/** The data of a chart, for readers who can't see it or want to download it. Rendered when opened. */
function ChartData({ chart: { title, lines }, periods: { starts }, values }: DataProperties) {
  const [isOpen, setOpen] = useState(false)
  const table = () => ({
    name: title,
    file: title.toLowerCase().replace(/[^a-z]+/g, '-'),
    columns: [
      { label: 'Start (UTC)', kind: 'time' as const },
      ...lines.map(({ label }) => ({ label, kind: 'count' as const })),
    ],
    rows: starts.map((start, i) => [start * 1000, ...values.map((line) => line[i] ?? null)]),
    leftOut: 0,
  })
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary aria-label={`Data as a table: ${title}`}>Data as a table</summary>
      {isOpen && <DataTable table={table()} hasHeading={false} />}
    </details>
  )
}
