const DELIVERY_FILE = /^\s*\{\s*"Records"\s*:\s*\[/
const END = /^\s*\]\s*\}\s*$/

const QUOTE = 0x22
const BACKSLASH = 0x5c
const OPENING: ReadonlySet<number> = new Set([0x7b, 0x5b])
const CLOSING: ReadonlySet<number> = new Set([0x7d, 0x5d])
const COMMA = 0x2c

/**
 * The texts of the records in a delivery file, one at a time: parsed as a whole, a file of 64 MB takes several hundred.
 * Undefined where the text is not of the form `{"Records":[...]}`. It looks at no more than what divides the records;
 * whether they are valid shows when they are parsed.
 */
export function recordTexts(json: string): Generator<string> | undefined {
  const start = DELIVERY_FILE.exec(json)?.[0].length
  if (start === undefined) return undefined
  const end = json.lastIndexOf(']')
  return END.test(json.slice(end)) ? elements(json, start, end) : undefined
}

function* elements(json: string, start: number, end: number): Generator<string> {
  let from = start
  let depth = 0
  for (let i = start; i < end; i++) {
    const code = json.charCodeAt(i)
    if (code === QUOTE) i = endOfText(json, i + 1)
    else if (OPENING.has(code)) depth++
    else if (CLOSING.has(code)) depth--
    else if (code === COMMA && depth === 0) {
      yield json.slice(from, i)
      from = i + 1
    }
  }
  const last = json.slice(from, end)
  if (from > start || last.trim() !== '') yield last
}

/** Where the text ends that begins at `start`, its quote behind it. */
function endOfText(json: string, start: number): number {
  let i = start
  while (i < json.length && json.charCodeAt(i) !== QUOTE) i += json.charCodeAt(i) === BACKSLASH ? 2 : 1
  return i
}
