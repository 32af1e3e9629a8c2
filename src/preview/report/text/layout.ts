import stringWidth from 'string-width'
import type { Column } from './column.ts'

/** The columns between two cells. */
export const GAP = 2

/** Maximum part of a line for the first column, so that a long name doesn't displace the other columns. */
const NAME_PART = 0.37
const NAME_LEAST = 24
/** Minimum width of the last column. Longer texts in it move below their rows. */
const LAST_LEAST = 26

/** How a table is laid out. The first column is always in line. */
export interface Layout {
  /** The columns in line, by their indexes. */
  readonly inline: readonly number[]
  /** The widths of the columns in line, in their order. A name or a last text that is wider gets its own line. */
  readonly widths: readonly number[]
  /** The columns whose texts are below the rows. */
  readonly below: readonly number[]
  readonly omitted: readonly number[]
  /** Whether numbers are shortened. */
  readonly isShort: boolean
}

/**
 * The first layout that fits: with all columns, then with short numbers, then with one column after the other moved below or
 * hidden. A hidden column comes back if a later one has made room for it.
 * @param cells the texts of the rows, with numbers in full and shortened
 */
export function layoutFor(
  columns: readonly Column[],
  cells: { readonly full: readonly (readonly string[])[]; readonly short: readonly (readonly string[])[] },
  width: number,
): Layout {
  const full = naturalWidths(columns, cells.full)
  const short = naturalWidths(columns, cells.short)
  const steps = [...columns.keys()]
    .filter((i) => i > 0 && columns[i]?.narrow !== undefined)
    .sort((a, b) => (columns[a]?.narrow?.order ?? 0) - (columns[b]?.narrow?.order ?? 0))
  const isBelow = (i: number) => columns[i]?.narrow?.to === 'below'
  const without = (gone: ReadonlySet<number>, isShort: boolean) => {
    const inline = [...columns.keys()].filter((i) => !gone.has(i))
    const natural = inline.map((i) => (isShort ? short : full)[i] ?? 0)
    const last = inline.at(-1) ?? 0
    return { inline, gone, isShort, ...fit(natural, last > 0 && isBelow(last), width) }
  }
  const found =
    [...steps.keys(), steps.length]
      .flatMap((taken) => [false, true].map((isShort) => [taken, isShort] as const))
      .map(([taken, isShort]) => without(new Set(steps.slice(0, taken)), isShort))
      .find(({ fits }) => fits) ?? without(new Set(steps), true)
  const { inline, gone, isShort, widths } = steps.reduceRight((best, column) => {
    if (!best.fits || isBelow(column) || !best.gone.has(column)) return best
    const fewer = new Set([...best.gone].filter((one) => one !== column))
    return [best.isShort, true].map((isShort) => without(fewer, isShort)).find(({ fits }) => fits) ?? best
  }, found)
  const sorted = [...gone].sort((a, b) => a - b)
  return {
    inline,
    widths,
    below: sorted.filter(isBelow),
    omitted: sorted.filter((i) => !isBelow(i)),
    isShort,
  }
}

/** Narrows the first column to its minimum, and the last one if its texts may move below. */
function fit(
  natural: readonly number[],
  mayNarrowLast: boolean,
  width: number,
): { readonly fits: boolean; readonly widths: readonly number[] } {
  const [name = 0, ...others] = natural
  const last = mayNarrowLast ? (others.pop() ?? 0) : 0
  const taken = others.reduce((sum, one) => sum + GAP + one, mayNarrowLast ? GAP : 0)
  const nameLeast = Math.min(name, Math.max(NAME_LEAST, Math.floor(width * NAME_PART)))
  const lastLeast = Math.min(last, LAST_LEAST)
  const nameWidth = Math.max(0, Math.min(name, width - taken - lastLeast))
  const lastWidth = Math.min(last, width - taken - nameWidth)
  return {
    fits: nameWidth >= nameLeast && lastWidth >= lastLeast,
    widths: [nameWidth, ...others, ...(mayNarrowLast ? [lastWidth] : [])],
  }
}

function naturalWidths(columns: readonly Column[], rows: readonly (readonly string[])[]): number[] {
  return columns.map(({ head }, i) =>
    rows.reduce((widest, row) => Math.max(widest, stringWidth(row[i] ?? '')), stringWidth(head)),
  )
}
