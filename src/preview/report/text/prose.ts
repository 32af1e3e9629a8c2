import { styleText } from 'node:util'
import stringWidth from 'string-width'
import { printable } from '../../../util/printable.ts'

/** Maximum width of text, because longer lines are hard to read. Files and pipes get whole paragraphs. */
const MOST_COLUMNS = 120

export function bold(text: string): string {
  return styleText('bold', text)
}

/** The title of a section. */
export function title(text: string, width: number): string[] {
  return wrapped(text, width).map(bold)
}

/** Options for wrapping. */
interface Wrapping {
  /** Before the first line. */
  readonly first?: string
  /** Before all other lines. */
  readonly rest?: string
}

/** A non-breaking space, as in "100 %". Printed as an ordinary space. */
export const NO_BREAK = '\u00a0'

/** Wraps a text between words. A word that is wider than a line isn't broken and gets a line without indentation. */
export function wrapped(text: string, width: number, { first = '', rest = '' }: Wrapping = {}): string[] {
  const most = Number.isFinite(width) ? Math.min(width, MOST_COLUMNS) : width
  const lines: string[] = []
  let line = ''
  for (const word of printable(text).split(' ')) {
    if (line !== '' && stringWidth(`${line} ${word}`) <= most) {
      line = `${line} ${word}`
      continue
    }
    if (line !== '') lines.push(line)
    const indented = `${lines.length === 0 ? first : rest}${word}`
    line = stringWidth(indented) <= most ? indented : word
  }
  return [...lines, line].map((one) => one.replaceAll(NO_BREAK, ' '))
}

/** Labels and wrapped texts in two columns: `Calls    1,484`. */
export function labelled(
  entries: readonly (readonly [label: string, text: string])[],
  width: number,
): string[] {
  const room = Math.max(0, ...entries.map(([label]) => label.length)) + 2
  return entries.flatMap(([label, text]) =>
    wrapped(text, width, { first: label.padEnd(room), rest: ' '.repeat(room) }),
  )
}
