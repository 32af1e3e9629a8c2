/** An object from JSON with known names of members and unknown types. */
export type Fields<Names extends string> = { readonly [Name in Names]?: unknown }

/** Whether a value from JSON is an object, so that its members can be read, and not an array or null. */
export function isObject<Names extends string>(value: unknown): value is Fields<Names> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** `value` if it is a string that isn't blank. */
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
