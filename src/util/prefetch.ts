/**
 * Loads a value for each item, several at a time, and yields them in the order of the items.
 * @param ahead maximum number of concurrent loads
 */
export async function* prefetch<Item, Result>(
  items: Iterable<Item> | AsyncIterable<Item>,
  ahead: number,
  load: (item: Item) => Promise<Result>,
): AsyncGenerator<Result> {
  const loads: Promise<Result>[] = []
  for await (const item of items) {
    const loading = load(item)
    // An error is thrown when it is this item's turn. Until then, it must not count as an unhandled rejection.
    loading.catch(() => {})
    loads.push(loading)
    const [first] = loads
    if (loads.length < ahead || first === undefined) continue
    yield await first
    loads.shift()
  }
  for (const loading of loads) yield await loading
}
