import { styleText } from 'node:util'
import Table from 'cli-table3'

/** A column of a table. */
export interface Column {
  readonly head: string
  readonly align: 'left' | 'right'
  /** Cut before other columns are, where the rows are too wide. */
  readonly cutFirst?: true
  /** Left out where cutting the columns that are cut first is not enough: the lowest number goes first. */
  readonly leaveOut?: number
}

export type Cell = string | number

export const left = (head: string): Column => ({ head, align: 'left' })
export const right = (head: string): Column => ({ head, align: 'right' })

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
  const drawn = new Table({
    head: columns.map(({ head }) => bold(head)),
    colAligns: columns.map(({ align }) => align),
    colWidths: fitting(columns, widthsOf(columns, texts), width),
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

/** Leaves out columns that may be left out until no others than those that are cut first have to be cut. */
export function narrowed(
  columns: readonly Column[],
  rows: readonly (readonly Cell[])[],
  width: number,
): {
  readonly columns: readonly Column[]
  readonly rows: readonly (readonly Cell[])[]
  readonly leftOut: readonly string[]
} {
  const widths = widthsOf(
    columns,
    rows.map((row) => row.map(cellText)),
  )
  const least = widths.map((one, i) => (columns[i]?.cutFirst ? Math.min(one, LEAST_WIDTH) : one))
  const inOrder = [...columns.keys()]
    .filter((i) => columns[i]?.leaveOut !== undefined)
    .sort((a, b) => (columns[a]?.leaveOut ?? 0) - (columns[b]?.leaveOut ?? 0))
  const gone = new Set<number>()
  for (const i of inOrder) {
    if (totalOf(least.filter((_, j) => !gone.has(j))) <= width) break
    gone.add(i)
  }
  const keep = <Item>(items: readonly Item[]) => items.filter((_, i) => !gone.has(i))
  return {
    columns: keep(columns),
    rows: rows.map(keep),
    leftOut: columns.filter((_, i) => gone.has(i)).map(({ head }) => head),
  }
}

function widthsOf(columns: readonly Column[], texts: readonly (readonly string[])[]): number[] {
  return columns.map(({ head }, i) =>
    texts.reduce((widest, row) => Math.max(widest, row[i]?.length ?? 0), head.length),
  )
}

function totalOf(widths: readonly number[]): number {
  return widths.reduce((sum, one) => sum + one + GAP, -GAP)
}

/** Takes from the columns that are cut first, then from all: from the widest, a character at a time, until all fit. */
function fitting(columns: readonly Column[], natural: readonly number[], width: number): number[] {
  const widths = [...natural]
  const all = [...widths.keys()]
  for (const cut of [all.filter((i) => columns[i]?.cutFirst), all]) {
    while (totalOf(widths) > width) {
      const widest = cut.reduce(
        (most, i) => ((widths[i] ?? 0) > (widths[most] ?? 0) ? i : most),
        cut[0] ?? -1,
      )
      const now = widths[widest] ?? 0
      if (now <= LEAST_WIDTH) break
      widths[widest] = now - 1
    }
  }
  return widths
}
