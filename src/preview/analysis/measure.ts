import type { DocumentParts, Serialize, Sized } from '../../core/emf/serialize.ts'

/** The parts of a document, and the length of its line without the line break. Each character is one byte. */
export interface MeasuredDocument extends Sized {
  readonly parts: DocumentParts
}

/** Measures the lines that `serialize` makes, without creating them, which is several times as fast. */
export const measure: Serialize<MeasuredDocument> = (parts) => [{ parts, length: lineLength(parts) }]

/** A document without dimensions, metrics, properties and other values. */
const FRAME = '{"_aws":{"Timestamp":,"CloudWatchMetrics":[{"Dimensions":[[]],"Metrics":[],"Namespace":""}]}}'
  .length
/** A member whose value is a text, without its name and the text. */
const TEXT_MEMBER = '"":"",'.length
/** A member with a value of another kind, without its name and the value. */
const MEMBER = '"":,'.length
/** A dimension in the list of dimensions, without its name. */
const LISTED_DIMENSION = '"",'.length
/** A metric in the list of metrics, without its name and its unit. */
const LISTED_METRIC = '{"Name":"","Unit":""},'.length
/** The last elements of the two lists have no comma. */
const NO_COMMAS = -2

function lineLength({ namespace, timestamp, dimensions, metrics, properties }: DocumentParts): number {
  let length = FRAME + NO_COMMAS + digits(timestamp) + namespace.length
  for (const name in dimensions) {
    const value = dimensions[name] ?? ''
    length += LISTED_DIMENSION + TEXT_MEMBER + 2 * name.length + value.length + escapes(value)
  }
  for (const { name, unit, values } of metrics) {
    length += LISTED_METRIC + MEMBER + 2 * name.length + unit.length
    length += values.length === 1 ? digits(values[0]) : JSON.stringify(values).length
  }
  for (const name in properties) length += MEMBER + name.length + JSON.stringify(properties[name]).length
  return length
}

function digits(number: number): number {
  return String(number).length
}

/** The number of characters that JSON escapes in a text. The texts are printable ASCII. */
function escapes(text: string): number {
  let count = 0
  for (let i = 0; i < text.length; i++) if (text[i] === '"' || text[i] === '\\') count++
  return count
}
