/** Control characters, line and paragraph separators, and characters that change the direction of text. */
const CONTROLS = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/gu

/** A text without characters that control a terminal, with a question mark in the place of each. */
export function printable(text: string): string {
  return text.replace(CONTROLS, '?')
}
