/** Attributes of an element by name, and its `text`. */
type Attributes = Readonly<Record<string, string>>

/** Makes an element. Text is set as text and never read as HTML, wherever it comes from. */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  { text, ...attributes }: Attributes = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag)
  if (text !== undefined) made.textContent = text
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value)
  made.append(...children)
  return made
}

/** A paragraph in the quieter colour. */
export const remark = (text: string) => element('p', { class: 'soft', text })

/** Takes the place of a widget's content when the records have nothing for it. */
export const nothing = () => remark('Nothing of this in the records.')
