import type uPlot from 'uplot'

/** Makes the names in a chart's legend buttons that screen readers know and the keyboard works; uPlot serves only the mouse. */
export function makeOperable(chart: uPlot): void {
  for (const [line, button] of buttons(chart).entries()) {
    const label = button.querySelector('.u-label')
    label?.setAttribute('title', label.textContent ?? '')
    setPressed(chart, line, chart.series[line + 1]?.show === true)
    button.setAttribute('role', 'button')
    button.setAttribute('tabindex', '0')
    button.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' && event.key !== ' ') return
      event.preventDefault()
      button.click()
    })
  }
}

/** Says whether a line is shown. */
export function setPressed(chart: uPlot, line: number, isShown: boolean): void {
  buttons(chart)[line]?.setAttribute('aria-pressed', String(isShown))
}

/** One a line: the first entry of the legend is the time. */
function buttons({ root }: uPlot): HTMLElement[] {
  return [...root.querySelectorAll<HTMLElement>('.u-legend .u-series th')].slice(1)
}
