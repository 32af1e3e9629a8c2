/** The id of the section with a title: `over-time`. */
export function idOf(title: string): string {
  return title.toLowerCase().replace(/[^a-z]+/g, '-')
}
