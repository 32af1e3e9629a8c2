import { element } from './dom.ts'

export interface Table {
  /** Its name for screen readers. */
  readonly name: string
  readonly columns: readonly string[]
  readonly rows: readonly (readonly string[])[]
  /** Whether a column holds numbers, which are aligned to the right. */
  readonly isNumeric: (column: number) => boolean
}

/** A table that scrolls in a box of its own, with the keyboard as well. */
export function table({ name, columns, rows, isNumeric }: Table): HTMLElement {
  const cells = (tag: 'th' | 'td', row: readonly string[]) =>
    row.map((text, i) => element(tag, { text, ...(isNumeric(i) ? { class: 'number' } : {}) }))
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
