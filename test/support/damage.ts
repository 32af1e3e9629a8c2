import fc from 'fast-check'
import { type Json, record } from './records.ts'

/** Pieces of texts that callers choose, which look like what is around records. */
const PIECES = [
  '"',
  '\\',
  '\\"',
  '{',
  '}',
  '[',
  ']',
  ',',
  ':',
  '\n',
  ' ',
  'x',
  'ü🚀',
  'eventTime',
  '"eventTime":',
  '{"eventVersion":"1.08"',
  '{"Records":[',
  ']}',
  '"}]}',
  '},{"eventName":"x"},{',
]

const hostileText = fc.array(fc.constantFrom(...PIECES), { maxLength: 8 }).map((pieces) => pieces.join(''))

const nested = fc.jsonValue({ maxDepth: 2 })

let made = 0

/** Records with hostile texts, each with a unique eventID, and not always with the same member first. */
export const hostileRecords: fc.Arbitrary<Json[]> = fc
  .array(
    fc.record({
      first: fc.constantFrom('eventVersion', 'userAgent', 'awsRegion'),
      userAgent: hostileText,
      requestParameters: fc.oneof(fc.dictionary(hostileText, hostileText, { maxKeys: 2 }), nested),
      resources: fc.array(fc.record({ ARN: hostileText }), { maxLength: 2 }),
    }),
    { minLength: 1, maxLength: 6 },
  )
  .map((all) =>
    all.map(({ first, ...members }) => ({ [first]: '', ...record({ eventID: `id-${made++}`, ...members }) })),
  )

export interface Damage {
  readonly kind: 'cut' | 'gap' | 'drop' | 'insert' | 'replace'
  /** Where it is, as a part of the text. */
  readonly place: number
  readonly length: number
  readonly character: string
}

export const damages: fc.Arbitrary<Damage> = fc.record({
  kind: fc.constantFrom('cut', 'gap', 'drop', 'insert', 'replace'),
  place: fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
  length: fc.nat({ max: 200 }),
  character: fc.constantFrom('"', '\\', '{', '}', '[', ']', ',', ':', 'x', '1', ' '),
})

/** Text whose end was cut off, that lacks a part, or where one character was dropped, replaced or inserted. It is never empty. */
export function damaged(text: string, { kind, place, length, character }: Damage): string {
  const at = Math.floor(place * text.length)
  const [before, after] = [text.slice(0, at), text.slice(at)]
  switch (kind) {
    case 'cut':
      return text.slice(0, Math.max(1, at))
    case 'gap':
      return before + after.slice(1 + length) || character
    case 'drop':
      return before + after.slice(1)
    case 'replace':
      return before + character + after.slice(1)
    case 'insert':
      return before + character + after
  }
}
