import type { Content, WidgetView } from '../../../../cloudwatch/dashboard.ts'
import { bars } from './bars.ts'
import { element, nothing, remark } from './dom.ts'
import { numberText } from './format.ts'
import { markdown } from './markdown.ts'
import { numbers } from './numbers.ts'
import { table } from './table.ts'
import { timeSeries } from './time-series.ts'
import type { Zoom } from './zoom.ts'

type ContentOf<Kind extends Content['kind']> = Extract<WidgetView, { readonly kind: Kind }>

/** The section of a widget, at its columns of the grid. */
export function widgetSection(widget: WidgetView, zoom: Zoom): HTMLElement {
  const section = element('section', { style: `grid-column: ${widget.x + 1} / span ${widget.width}` })
  if ('title' in widget && widget.title !== '') {
    section.append(element('h2', { text: widget.title }))
    section.setAttribute('aria-label', widget.title)
  }
  section.append(...contentOf(widget, zoom))
  return section
}

function contentOf(widget: WidgetView, zoom: Zoom): Node[] {
  switch (widget.kind) {
    case 'text':
      return markdown(widget.markdown)
    case 'metrics':
      return metrics(widget, zoom)
    case 'table':
      return queryAnswer(widget)
    case 'alarms':
      return [
        element('ul', { class: 'names' }, ...widget.names.map((name) => element('li', { text: name }))),
        remark('Their states show in CloudWatch.'),
      ]
    case 'problem':
      return [element('p', { class: 'problem', text: widget.reason })]
  }
}

function metrics(widget: ContentOf<'metrics'>, zoom: Zoom): Node[] {
  const missing =
    widget.missing.length === 0 ? [] : [remark(`Only in CloudWatch: ${widget.missing.join(', ')}.`)]
  return [...drawn(widget, zoom), ...missing]
}

function drawn(widget: ContentOf<'metrics'>, zoom: Zoom): Node[] {
  const { view, lines } = widget
  if (view === 'singleValue') return numbers(lines, zoom)
  if (lines.every(({ values }) => values.length === 0)) return [nothing()]
  return view === 'bar' ? bars(lines, widget.limit, zoom) : timeSeries(widget, zoom)
}

function queryAnswer({ title, answer: { columns, rows } }: ContentOf<'table'>): Node[] {
  const [first] = rows
  if (first === undefined) return [nothing()]
  return [
    table({
      name: title,
      columns: columns.map((column) => column.replace(/^.*\./, '')),
      rows: rows.map((row) => row.map((cell) => (typeof cell === 'number' ? numberText(cell) : cell))),
      isNumeric: (column) => typeof first[column] === 'number',
    }),
    remark('Over the whole time, whatever is zoomed.'),
  ]
}
