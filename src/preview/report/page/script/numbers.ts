import type { Line } from '../../../../cloudwatch/dashboard.ts'
import { element } from './dom.ts'
import { numberText } from './format.ts'
import { overall } from './statistic.ts'
import type { Zoom } from './zoom.ts'

/** Each line as one number: its statistic over the span that is shown. */
export function numbers(lines: readonly Line[], zoom: Zoom): Node[] {
  const list = element('dl')
  const draw = () => {
    const items = lines.map((line) =>
      element(
        'div',
        {},
        element('dt', { text: line.label }),
        element('dd', { text: numberText(overall(line, zoom.shown) ?? 0) }),
      ),
    )
    list.replaceChildren(...items)
  }
  zoom.onRedraw(draw)
  draw()
  return [list]
}
