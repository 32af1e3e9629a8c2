import type { PageInput } from '../page.ts'
import { element, remark } from './dom.ts'
import { timeText } from './format.ts'
import type { Zoom } from './zoom.ts'

/** The part above the widgets: the title, the source of the data and, if there are calls, the zoom. */
export function header({ title, source, calls }: PageInput, zoom: Zoom): HTMLElement {
  const rest =
    calls === 0
      ? [element('p', { text: 'There are no calls in these records.' })]
      : [
          zoomForm(zoom),
          remark('Drag over a chart or move the sliders to zoom; a name below a chart hides its line.'),
        ]
  return element('header', {}, element('h1', { text: title }), remark(source), ...rest)
}

/** Sliders for both ends of the span, the span as text, and the way back to the whole time. */
function zoomForm(zoom: Zoom): HTMLElement {
  const { whole, period } = zoom
  const slider = (name: string) =>
    element('input', {
      type: 'range',
      min: String(whole.from),
      max: String(whole.to),
      step: String(period),
      'aria-label': name,
    })
  const from = slider('From')
  const to = slider('To')
  const span = element('output')
  const reset = element('button', { type: 'button', text: 'Whole time' })

  const update = () => {
    const [start, end] = [timeText(zoom.shown.from), timeText(zoom.shown.to)]
    from.value = String(zoom.shown.from)
    to.value = String(zoom.shown.to)
    span.textContent = `${start} to ${end} UTC`
    from.setAttribute('aria-valuetext', start)
    to.setAttribute('aria-valuetext', end)
  }
  const onSlide = () => {
    zoom.show(
      Math.min(Number(from.value), zoom.shown.to - period),
      Math.max(Number(to.value), zoom.shown.from + period),
    )
    // A slider that was moved past the other goes back, even when nothing else changes.
    update()
  }
  for (const input of [from, to]) input.addEventListener('change', onSlide)
  reset.addEventListener('click', () => zoom.show(whole.from, whole.to))
  zoom.onRedraw(update)
  update()
  return element(
    'form',
    {},
    element('label', { text: 'From' }, from),
    element('label', { text: 'To' }, to),
    span,
    reset,
  )
}
