import { styleText } from 'node:util'
import Table from 'cli-table3'

/** A column of a table. */
export interface Column {
  readonly head: string
  readonly align: 'left' | 'right'
}

export type Cell = string | number

const GAP = 2
/** No column gets narrower than this to make a table fit. */
const LEAST_WIDTH = 8

const NO_LINES = Object.fromEntries(
  ['top', 'top-mid', 'top-left', 'top-right', 'bottom', 'bottom-mid', 'bottom-left', 'bottom-right']
    .concat(['left', 'left-mid', 'mid', 'mid-mid', 'right', 'right-mid'])
    .map((part) => [part, '']),
)

/**
 * A table as text without lines around it. Numbers have separators; where the rows are wider than `width`, the widest
 * columns are cut.
 */
export function table(columns: readonly Column[], rows: readonly (readonly Cell[])[], width: number): string {
  const texts = rows.map((row) => row.map(cellText))
  const widths = columns.map(({ head }, i) =>
    texts.reduce((widest, row) => Math.max(widest, row[i]?.length ?? 0), head.length),
  )
  const drawn = new Table({
    head: columns.map(({ head }) => bold(head)),
    colAligns: columns.map(({ align }) => align),
    colWidths: fitting(widths, width),
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
    chars: { ...NO_LINES, middle: ' '.repeat(GAP) },
  })
  drawn.push(...texts)
  return drawn.toString().replace(/ +$/gm, '')
}

export function bold(text: string): string {
  return styleText('bold', text)
}

export function cellText(cell: Cell): string {
  return typeof cell === 'string' ? cell : cell.toLocaleString('en-US', { maximumFractionDigits: 1 })
}

/** Takes from the widest column, a character at a time, until all fit. */
function fitting(natural: readonly number[], width: number): number[] {
  const widths = [...natural]
  const total = () => widths.reduce((sum, one) => sum + one + GAP, -GAP)
  while (total() > width) {
    const widest = widths.indexOf(Math.max(...widths))
    const now = widths[widest] ?? 0
    if (now <= LEAST_WIDTH) break
    widths[widest] = now - 1
  }
  return widths
}
