import stringWidth from 'string-width'
import type { Column } from './column.ts'

/** The columns between two cells. */
export const GAP = 2

/** Maximum part of a line for the first column, so that a long name doesn't displace the other columns. */
const NAME_PART = 0.37
const NAME_LEAST = 24
/** Minimum width of the last column if its texts may move below their rows. */
const LAST_LEAST = 24

/** How a table is laid out. The first column is always in line. */
export interface Layout {
  /** The columns in line, by their indexes. */
  readonly inline: readonly number[]
  /** The widths of the columns in line, in their order. A wider text gets its own line. */
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
    const least = inline.map((i, place) =>
      Math.min(natural[place] ?? 0, leastWidth(columns[i], place, inline.length, width)),
    )
    return { inline, gone, isShort, ...fit(natural, least, width) }
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

/** The width to which a column in line may shrink; infinite if it may not. */
function leastWidth(column: Column | undefined, place: number, places: number, width: number): number {
  if (place === 0) return Math.max(NAME_LEAST, Math.floor(width * NAME_PART))
  if (column?.narrow?.to !== 'below') return Number.POSITIVE_INFINITY
  const least = column.narrow.least ?? (place === places - 1 ? LAST_LEAST : Number.POSITIVE_INFINITY)
  return Math.max(stringWidth(column.head), least)
}

/** Gives each column its minimum, and the remaining space first to names, then to the last columns. Names give way if nothing fits. */
function fit(
  natural: readonly number[],
  least: readonly number[],
  width: number,
): { readonly fits: boolean; readonly widths: readonly number[] } {
  const taken = least.reduce((sum, one) => sum + one, GAP * Math.max(0, least.length - 1))
  let spare = width - taken
  const widths = [...least]
  for (const i of [0, ...[...least.keys()].slice(1).reverse()]) {
    const one = least[i] ?? 0
    const more = Math.max(i === 0 ? -one : 0, Math.min(spare, (natural[i] ?? one) - one))
    widths[i] = one + more
    spare -= more
  }
  return { fits: taken <= width, widths }
}

function naturalWidths(columns: readonly Column[], rows: readonly (readonly string[])[]): number[] {
  return columns.map(({ head }, i) =>
    rows.reduce((widest, row) => Math.max(widest, stringWidth(row[i] ?? '')), stringWidth(head)),
  )
}
