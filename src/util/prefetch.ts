/**
 * Loads something for each item, several at a time, and gives the results in the order of the items.
 * @param ahead loads under way at a time
 */
export async function* prefetch<Item, Result>(
  items: Iterable<Item> | AsyncIterable<Item>,
  ahead: number,
  load: (item: Item) => Promise<Result>,
): AsyncGenerator<Result> {
  const loads: Promise<Result>[] = []
  for await (const item of items) {
    const loading = load(item)
    // Its error is thrown when its turn comes. Until then it must not count as one that nobody handles.
    loading.catch(() => {})
    loads.push(loading)
    const [first] = loads
    if (loads.length < ahead || first === undefined) continue
    yield await first
    loads.shift()
  }
  for (const loading of loads) yield await loading
}
