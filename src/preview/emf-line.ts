import { type Document, documentOf } from '../cloudwatch/document.ts'
import { type DocumentParts, type Serialize, serialize } from '../core/emf/serialize.ts'

/** An EMF line without its line break, its parts, and the document that CloudWatch reads in it. */
export interface EmfLine {
  readonly text: string
  readonly length: number
  readonly parts: DocumentParts
  readonly document: Document
}

/** Makes lines together with their documents. */
export const emfLines: Serialize<EmfLine> = (parts) => {
  const document = documentOf(parts)
  return serialize(parts).map((text) => ({ text, length: text.length, parts, document }))
}
