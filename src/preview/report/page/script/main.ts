// Draws the page in the browser from the data in front of this script.
import type { PageInput } from '../page.ts'
import { element } from './dom.ts'
import { header } from './header.ts'
import { widgetSection } from './widget.ts'
import { createZoom } from './zoom.ts'

const input: PageInput = JSON.parse(document.getElementById('data')?.textContent ?? '')
const lines = input.widgets.flatMap((widget) => (widget.kind === 'metrics' ? widget.lines : []))
const zoom = createZoom(lines, input.periodSeconds)
document.body.prepend(
  header(input, zoom),
  element('main', {}, ...input.widgets.map((widget) => widgetSection(widget, zoom))),
)
// Comes after the frames in which the charts are drawn.
requestAnimationFrame(() => requestAnimationFrame(() => document.body.setAttribute('data-drawn', '')))
// Charts read their colours from the theme when they are drawn.
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', zoom.redraw)
