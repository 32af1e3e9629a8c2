import type { Line } from '../../../../cloudwatch/dashboard.ts'
import { element, nothing } from './dom.ts'
import { numberText } from './format.ts'
import { overall } from './statistic.ts'
import type { Zoom } from './zoom.ts'

/** The lines with the highest statistic over the span that is shown, at most `limit`, as bars. */
export function bars(lines: readonly Line[], limit: number, zoom: Zoom): Node[] {
  const holder = element('div')
  const draw = () => {
    const highest = lines
      .flatMap((line) => {
        const value = overall(line, zoom.shown)
        return value === undefined ? [] : [{ label: line.label, value }]
      })
      .sort((a, b) => b.value - a.value)
      .slice(0, limit)
    const most = Math.max(...highest.map(({ value }) => value))
    const rows = highest.map(({ label, value }) => row(label, value, value / most))
    holder.replaceChildren(
      rows.length === 0 ? nothing() : element('table', { class: 'data bars' }, element('tbody', {}, ...rows)),
    )
  }
  zoom.onRedraw(draw)
  draw()
  return [holder]
}

/** @param part the length of the bar, 1 for the longest */
function row(label: string, value: number, part: number): HTMLElement {
  const bar = element(
    'div',
    { class: 'bar', 'aria-hidden': 'true' },
    element('span', { style: `width: ${100 * part}%` }),
  )
  return element(
    'tr',
    {},
    element('td', {}, element('div', { class: 'name', text: label, title: label })),
    element('td', {}, bar),
    element('td', { class: 'number', text: numberText(value) }),
  )
}
