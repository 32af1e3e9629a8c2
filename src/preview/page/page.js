// Draws the page in the browser, from the data that stands before it. Names are only ever set as text.
/* global uPlot */
;(() => {
  const { title, source, calls, widgets } = JSON.parse(document.getElementById('data').textContent)
  const COLOURS = [
    '#2b7bd6',
    '#d9622b',
    '#3d9b57',
    '#b14ab8',
    '#c29a1b',
    '#1b9e9e',
    '#d6457a',
    '#7b6ad0',
    '#7f8c2d',
    '#8a6d5a',
  ]
  const PERIOD = 300
  /** Seconds between marks of time, and counts between marks of number: counts are whole. */
  const TIME_STEPS = [60, 300, 600, 900, 1800, 3600, 7200, 14400, 21600, 43200, 86400, 172800, 604800]
  const COUNT_STEPS = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9].flatMap((power) =>
    [1, 2, 5].map((step) => step * 10 ** power),
  )
  const number = new Intl.NumberFormat('en-US', { maximumFractionDigits: 1 })
  const time = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' })

  /** An element with text, attributes and children. */
  function element(tag, { text, ...attributes } = {}, ...children) {
    const made = document.createElement(tag)
    if (text !== undefined) made.textContent = text
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value)
    made.append(...children)
    return made
  }

  const timeText = (seconds) => time.format(seconds * 1000)

  /** The time, and below it the day where it is the first of that day. */
  function tickText(seconds, i, ticks) {
    const [day, clock] = new Date(seconds * 1000).toISOString().slice(0, 16).split('T')
    const before = i === 0 ? '' : new Date(ticks[i - 1] * 1000).toISOString().slice(0, 10)
    return day === before ? clock : `${clock}\n${day}`
  }
  const whole = { from: Number.POSITIVE_INFINITY, to: 0 }
  for (const { lines = [] } of widgets) {
    for (const { values } of lines) {
      for (const [at] of values) {
        whole.from = Math.min(whole.from, at)
        whole.to = Math.max(whole.to, at + PERIOD)
      }
    }
  }
  let range = whole
  /** What is drawn anew when the range or the theme changes. */
  const redraws = []

  function zoom(from, to) {
    const least = Math.max(whole.from, Math.floor(from / PERIOD) * PERIOD)
    const most = Math.min(whole.to, Math.ceil(to / PERIOD) * PERIOD)
    if (most <= least || (least === range.from && most === range.to)) return
    range = { from: least, to: most }
    showRange()
    for (const redraw of redraws) redraw()
  }

  const inRange = (values) => values.filter(([at]) => at >= range.from && at < range.to)

  /** A statistic over what is in the range; undefined without data. */
  function overall({ values, statistic }) {
    const inside = inRange(values).map(([, value]) => value)
    if (inside.length === 0) return undefined
    if (statistic === 'Sum') return inside.reduce((sum, value) => sum + value, 0)
    return inside.reduce((a, b) => (statistic === 'Maximum' ? Math.max(a, b) : Math.min(a, b)))
  }

  function table(name, columns, rows, numbers) {
    const cells = (tag, row) =>
      row.map((cell, i) => element(tag, { text: String(cell), ...(numbers(i) ? { class: 'number' } : {}) }))
    return element(
      'div',
      { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': name },
      element(
        'table',
        { class: 'data' },
        element('thead', {}, element('tr', {}, ...cells('th', columns))),
        element('tbody', {}, ...rows.map((row) => element('tr', {}, ...cells('td', row)))),
      ),
    )
  }

  const nothing = () => element('p', { class: 'soft', text: 'Nothing of this in the records.' })

  function timeSeries({ title: name, lines, unit }, place) {
    const holder = element('div')
    let chart
    const times = []
    for (let at = whole.from; at < whole.to; at += PERIOD) times.push(at)
    const data = [
      times,
      ...lines.map(({ values }) => {
        const byTime = new Map(values)
        return times.map((at) => byTime.get(at) ?? null)
      }),
    ]
    const style = (variable) => getComputedStyle(document.documentElement).getPropertyValue(variable)
    const width = () => Math.max(200, holder.clientWidth)
    const axis = () => ({
      stroke: style('--soft'),
      grid: { stroke: style('--line'), width: 1 },
      ticks: { stroke: style('--line'), width: 1 },
    })
    const hidden = new Set()

    function draw() {
      chart?.destroy()
      chart = new uPlot(
        {
          width: width(),
          height: Math.max(180, place.height * 30),
          tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), 'Etc/UTC'),
          cursor: { sync: { key: 'all' }, drag: { x: true, y: false, setScale: false } },
          scales: {
            x: { range: () => [range.from, Math.max(range.to - PERIOD, range.from + PERIOD)] },
            y: { range: (_, least, most) => [Math.min(0, least ?? 0), (most ?? 0) > 0 ? most * 1.05 : 1] },
          },
          axes: [
            { ...axis(), incrs: TIME_STEPS, values: (_, ticks) => ticks.map(tickText) },
            {
              ...axis(),
              size: 60,
              label: unit,
              incrs: COUNT_STEPS,
              values: (_, ticks) => ticks.map((tick) => number.format(tick)),
            },
          ],
          series: [
            { label: 'UTC', value: (_, at) => (at === null ? '' : timeText(at)) },
            ...lines.map(({ label }, i) => ({
              label,
              show: !hidden.has(i),
              stroke: COLOURS[i % COLOURS.length],
              width: 2,
              points: { show: true, size: 5 },
              value: (_, value) => (value === null ? '–' : number.format(value)),
            })),
          ],
          hooks: {
            setSelect: [
              (u) => {
                if (u.select.width > 4)
                  zoom(u.posToVal(u.select.left, 'x'), u.posToVal(u.select.left + u.select.width, 'x'))
              },
            ],
            setSeries: [
              (u, i, options) => {
                if (i === null || options.show === undefined) return
                if (options.show) hidden.delete(i - 1)
                else hidden.add(i - 1)
                u.root
                  .querySelectorAll('.u-legend .u-series th')
                  [i].setAttribute('aria-pressed', String(options.show))
              },
            ],
          },
        },
        data,
        holder,
      )
      chart.over.addEventListener('dblclick', () => zoom(whole.from, whole.to))
      chart.root.querySelector('canvas').setAttribute('aria-hidden', 'true')
      // The legend of the library is for the mouse alone.
      for (const [i, entry] of [...chart.root.querySelectorAll('.u-legend .u-series')].entries()) {
        if (i === 0) continue
        const label = entry.querySelector('th')
        label.querySelector('.u-label').setAttribute('title', lines[i - 1].label)
        label.setAttribute('aria-pressed', String(!hidden.has(i - 1)))
        label.setAttribute('role', 'button')
        label.setAttribute('tabindex', '0')
        label.addEventListener('keydown', (event) => {
          if (event.key !== 'Enter' && event.key !== ' ') return
          event.preventDefault()
          label.click()
        })
      }
    }
    redraws.push(draw)
    new ResizeObserver(() => {
      if (chart !== undefined && chart.width !== width())
        chart.setSize({ width: width(), height: chart.height })
    }).observe(holder)
    requestAnimationFrame(draw)
    return [holder, asTable(name, lines)]
  }

  /** The same as text, for who can't see the chart; made when it is opened. */
  function asTable(name, lines) {
    const details = element(
      'details',
      {},
      element('summary', { text: 'Data as a table', 'aria-label': `${name}: data as a table` }),
    )
    const fill = () => {
      if (!details.open) return
      const times = [...new Set(lines.flatMap(({ values }) => inRange(values).map(([at]) => at)))].sort(
        (a, b) => a - b,
      )
      const byTime = lines.map(({ values }) => new Map(values))
      const rows = times.map((at) => [
        timeText(at),
        ...byTime.map((values) => (values.has(at) ? number.format(values.get(at)) : '')),
      ])
      details.replaceChildren(
        details.firstChild,
        table(name, ['UTC', ...lines.map(({ label }) => label)], rows, (i) => i > 0),
      )
    }
    details.addEventListener('toggle', fill)
    redraws.push(fill)
    return details
  }

  const bar = (part) =>
    element(
      'div',
      { class: 'bar', 'aria-hidden': 'true' },
      element('span', { style: `width: ${100 * part}%` }),
    )

  function bars({ lines, limit }) {
    const holder = element('div')
    const draw = () => {
      const known = lines
        .map((line) => ({ label: line.label, value: overall(line) }))
        .filter(({ value }) => value !== undefined)
      known.sort((a, b) => b.value - a.value)
      known.length = Math.min(known.length, limit)
      const most = Math.max(...known.map(({ value }) => value))
      const rows = known.map(({ label, value }) =>
        element(
          'tr',
          {},
          element('td', {}, element('div', { class: 'name', text: label, title: label })),
          element('td', {}, bar(value / most)),
          element('td', { class: 'number', text: number.format(value) }),
        ),
      )
      holder.replaceChildren(
        known.length === 0
          ? nothing()
          : element('table', { class: 'data bars' }, element('tbody', {}, ...rows)),
      )
    }
    redraws.push(draw)
    draw()
    return [holder]
  }

  function numbers({ lines }) {
    const list = element('dl')
    const draw = () => {
      const items = lines.map((line) =>
        element(
          'div',
          {},
          element('dt', { text: line.label }),
          element('dd', { text: number.format(overall(line) ?? 0) }),
        ),
      )
      list.replaceChildren(...items)
    }
    redraws.push(draw)
    draw()
    return [list]
  }

  function metrics(widget) {
    const missing =
      widget.missing.length === 0
        ? []
        : [element('p', { class: 'soft', text: `Only in CloudWatch: ${widget.missing.join(', ')}.` })]
    const hasData = widget.lines.some(({ values }) => values.length > 0)
    if (!hasData && widget.view !== 'singleValue') return [nothing(), ...missing]
    const draw = { timeSeries, bar: bars, singleValue: numbers }[widget.view]
    return [...draw(widget, widget), ...missing]
  }

  /** The few marks that the text of the dashboard has: a heading, **strong** and *emphasis*. */
  function text({ markdown }) {
    return markdown.split('\n').map((line) => {
      if (line.startsWith('# ')) return element('h2', { text: line.slice(2) })
      const runs = line.split(/(\*\*[^*]+\*\*|\*[^*]+\*)/)
      const run = (part) => {
        if (part.startsWith('**')) return element('strong', { text: part.slice(2, -2) })
        return part.startsWith('*') ? element('em', { text: part.slice(1, -1) }) : part
      }
      return element('p', {}, ...runs.map(run))
    })
  }

  const CONTENTS = {
    text,
    metrics,
    table: ({ title: name, answer: { columns, rows } }) => {
      if (rows.length === 0) return [nothing()]
      const isNumber = (i) => typeof rows[0][i] === 'number'
      const shown = rows.map((row) =>
        row.map((cell) => (typeof cell === 'number' ? number.format(cell) : cell)),
      )
      return [
        table(
          name,
          columns.map((column) => column.replace(/^.*\./, '')),
          shown,
          isNumber,
        ),
        element('p', { class: 'soft', text: 'Over the whole time, whatever is zoomed.' }),
      ]
    },
    alarms: ({ names }) => [
      element('ul', { class: 'names' }, ...names.map((name) => element('li', { text: name }))),
      element('p', { class: 'soft', text: 'Their states show in CloudWatch.' }),
    ],
    problem: ({ reason }) => [element('p', { class: 'problem', text: reason })],
  }

  const from = element('input', {
    type: 'range',
    min: whole.from,
    max: whole.to,
    step: PERIOD,
    'aria-label': 'From',
  })
  const to = element('input', {
    type: 'range',
    min: whole.from,
    max: whole.to,
    step: PERIOD,
    'aria-label': 'To',
  })
  const shownRange = element('output')
  const reset = element('button', { type: 'button', text: 'Whole time' })
  function showRange() {
    from.value = range.from
    to.value = range.to
    const text = `${timeText(range.from)} to ${timeText(range.to)} UTC`
    shownRange.textContent = text
    from.setAttribute('aria-valuetext', timeText(range.from))
    to.setAttribute('aria-valuetext', timeText(range.to))
  }
  for (const input of [from, to])
    input.addEventListener('change', () => {
      zoom(Math.min(Number(from.value), range.to - PERIOD), Math.max(Number(to.value), range.from + PERIOD))
      showRange()
    })
  reset.addEventListener('click', () => zoom(whole.from, whole.to))

  const form = element(
    'form',
    {},
    element('label', { text: 'From' }, from),
    element('label', { text: 'To' }, to),
    shownRange,
    reset,
  )
  const header = element(
    'header',
    {},
    element('h1', { text: title }),
    element('p', { class: 'soft', text: source }),
  )
  if (calls === 0) header.append(element('p', { text: 'There are no calls in these records.' }))
  else {
    header.append(
      form,
      element('p', {
        class: 'soft',
        text: 'Drag over a chart or move the sliders to zoom; a name below a chart hides its line.',
      }),
    )
    showRange()
  }
  const main = element('main')
  document.body.prepend(header, main)
  for (const widget of widgets) {
    const section = element('section', { style: `grid-column: ${widget.x + 1} / span ${widget.width}` })
    if (widget.title) {
      section.append(element('h2', { text: widget.title }))
      section.setAttribute('aria-label', widget.title)
    }
    main.append(section)
    section.append(...CONTENTS[widget.kind](widget))
  }
  // Behind the frames in which the charts are drawn.
  requestAnimationFrame(() => requestAnimationFrame(() => document.body.setAttribute('data-drawn', '')))
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => {
    for (const redraw of redraws) redraw()
  })
})()
