/** Longer texts aren't cached, because they are rare and would fill the memory. */
const MAX_LENGTH = 512

/** Caches the results of `compute` for up to `entries` texts, then starts over. */
export function memoized<T>(compute: (text: string) => T, entries = 2_000): (text: string) => T {
  const known = new Map<string, T>()
  return (text) => {
    if (text.length > MAX_LENGTH) return compute(text)
    let value = known.get(text)
    if (value === undefined) {
      value = compute(text)
      if (known.size >= entries) known.clear()
      known.set(text, value)
    }
    return value
  }
}

/** The value of `key`. If there is none, calls `make` and keeps its result. */
export function getOrAdd<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  let value = map.get(key)
  if (value === undefined) {
    value = make()
    map.set(key, value)
  }
  return value
}
