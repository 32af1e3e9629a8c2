import { styleText } from 'node:util'
import stringWidth from 'string-width'
import { printable } from '../../../util/printable.ts'

/** Longer lines are hard to read in a wide terminal. Files and pipes get whole paragraphs. */
const MOST_COLUMNS = 120

export function bold(text: string): string {
  return styleText('bold', text)
}

/** The title of a section. */
export function title(text: string, width: number): string[] {
  return wrapped(text, width).map(bold)
}

/** How lines are broken. */
interface Wrapping {
  /** Before the first line. */
  readonly first?: string
  /** Before all other lines. */
  readonly rest?: string
}

/** A space at which no line is broken: "100 %". Printed as an ordinary one. */
export const NO_BREAK = '\u00a0'

/** Breaks a text between words. A word that is wider than a line is not broken and has a line without indentation. */
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

/** Label and text in two columns, the text wrapped: `Calls    1,484`. */
export function labelled(
  entries: readonly (readonly [label: string, text: string])[],
  width: number,
): string[] {
  const room = Math.max(0, ...entries.map(([label]) => label.length)) + 2
  return entries.flatMap(([label, text]) =>
    wrapped(text, width, { first: label.padEnd(room), rest: ' '.repeat(room) }),
  )
}
