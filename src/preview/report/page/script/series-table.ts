import type { Line } from '../../../../cloudwatch/dashboard.ts'
import { element } from './dom.ts'
import { numberText, timeText } from './format.ts'
import { valuesIn } from './statistic.ts'
import { table } from './table.ts'
import type { Zoom } from './zoom.ts'

/** A chart's data as a table, for readers who can't see the chart. It is filled when it is opened. */
export function seriesTable(name: string, lines: readonly Line[], zoom: Zoom): HTMLElement {
  const summary = element('summary', { text: 'Data as a table', 'aria-label': `${name}: data as a table` })
  const details = element('details', {}, summary)
  const fill = () => {
    if (details.open) details.replaceChildren(summary, tableOf(name, lines, zoom))
  }
  details.addEventListener('toggle', fill)
  zoom.onRedraw(fill)
  return details
}

function tableOf(name: string, lines: readonly Line[], { shown }: Zoom): HTMLElement {
  const times = new Set(lines.flatMap((line) => valuesIn(line, shown).map(([at]) => at)))
  const byTime = lines.map(({ values }) => new Map(values))
  const rows = [...times]
    .sort((a, b) => a - b)
    .map((at) => [timeText(at), ...byTime.map((values) => optional(values.get(at)))])
  return table({
    name,
    columns: ['UTC', ...lines.map(({ label }) => label)],
    rows,
    isNumeric: (column) => column > 0,
  })
}

const optional = (value: number | undefined) => (value === undefined ? '' : numberText(value))
