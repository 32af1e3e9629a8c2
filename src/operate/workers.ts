/**
 * Runs the steps of several workers concurrently until a step reports that nothing is left. If a step fails, the other workers
 * finish theirs before the error is thrown, so that nothing continues in the background.
 * @param step returns false when nothing is left for this worker
 */
export async function runWorkers(workers: number, step: () => Promise<boolean>): Promise<void> {
  const errors: unknown[] = []
  const worker = async () => {
    try {
      while (errors.length === 0 && (await step()));
    } catch (error) {
      errors.push(error)
    }
  }
  await Promise.all(Array.from({ length: workers }, worker))
  if (errors.length > 0) throw errors[0]
}

/** Processes items with several workers. */
export function workOn<T>(
  items: Iterator<T> | AsyncIterator<T>,
  workers: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  return runWorkers(workers, async () => {
    const { done, value } = await items.next()
    if (done) return false
    await work(value)
    return true
  })
}
