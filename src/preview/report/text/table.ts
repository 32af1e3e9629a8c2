import stringWidth from 'string-width'
import type { Cell, Column } from './column.ts'
import { cellText } from './format.ts'
import { GAP, type Layout, layoutFor } from './layout.ts'
import { bold, wrapped } from './prose.ts'

const INDENT = '  '

/**
 * The lines of a table without borders. Names are never cut: if the rows are wider than `width`, numbers are shortened, then
 * columns are hidden or moved to lines below the rows, as the columns say. A line names the hidden columns; the legends of the
 * others follow.
 */
export function table(
  columns: readonly Column[],
  rows: readonly (readonly Cell[])[],
  width: number,
): string[] {
  const full = rows.map((row) => row.map((cell) => cellText(cell)))
  const short = rows.map((row) => row.map((cell) => cellText(cell, true)))
  const layout = layoutFor(columns, { full, short }, width)
  const heads = columns.map(({ head }) => head)
  const lines = (cells: readonly string[]) => rowLines(columns, cells, layout, width)
  const omitted = layout.omitted.map((i) => heads[i]).join(', ')
  const legends = columns.flatMap(({ legend }, i) =>
    legend === undefined || layout.omitted.includes(i) ? [] : [legend],
  )
  return [
    ...lines(heads).map(bold),
    ...(layout.isShort ? short : full).flatMap(lines),
    ...(omitted === '' ? [] : wrapped(`Hidden to fit a width of ${width}: ${omitted}`, width)),
    ...(legends.length === 0 ? [] : wrapped(legends.join(' '), width)),
  ]
}

/** The lines of a row. A long name has a line above, and other texts that don't fit have lines below. */
function rowLines(
  columns: readonly Column[],
  cells: readonly string[],
  layout: Layout,
  width: number,
): string[] {
  const { inline, widths, below } = layout
  const name = cells[0] ?? ''
  const isLong = stringWidth(name) > (widths[0] ?? 0)
  const texts = inline.map((column, i) => {
    const text = cells[column] ?? ''
    return { text, isWide: stringWidth(text) > (widths[i] ?? 0) }
  })
  const wide = texts.flatMap(({ text, isWide }, i) => (isWide && i > 0 ? [text] : []))
  const line = texts
    .map(({ text, isWide }, i) => padded(isWide ? '' : text, widths[i] ?? 0, columns[inline[i] ?? 0]?.align))
    .join(' '.repeat(GAP))
    .trimEnd()
  return [
    ...(isLong ? nameLines(name, width) : []),
    ...(isLong && line === '' ? [] : [line]),
    ...belowLines([...wide, ...below.map((i) => cells[i] ?? '')], width),
  ]
}

/** A long name on its own line. A name with spaces, such as that of a configuration, may need several. */
function nameLines(name: string, width: number): string[] {
  const text = name.trimStart()
  const indent = name.slice(0, name.length - text.length)
  return wrapped(text, width, { first: indent, rest: indent })
}

/** Texts on one line if they fit, or else one per line. A text that is still too long breaks at its spaces. */
function belowLines(texts: readonly string[], width: number): string[] {
  const present = texts.filter((text) => text !== '')
  if (present.length === 0) return []
  const together = INDENT + present.join(INDENT)
  if (stringWidth(together) <= width) return [together]
  return present.flatMap((text) => wrapped(text, width, { first: INDENT, rest: INDENT }))
}

function padded(text: string, width: number, align: Column['align'] = 'left'): string {
  const space = ' '.repeat(Math.max(0, width - stringWidth(text)))
  return align === 'right' ? space + text : text + space
}
