/** An object that came from JSON, of which some members are known by name and none by type. */
export type Fields<Names extends string> = { readonly [Name in Names]?: unknown }

/** Whether a value from JSON is an object, not an array or null: then its members may be read. */
export function isObject<Names extends string>(value: unknown): value is Fields<Names> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** `value` where it is a string with more than white space in it. */
export function nonBlank(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value : undefined
}

/** The value of JSON text; undefined if it is invalid. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
