/** A run of a handler over some events. */
export interface Run {
  readonly ms: number
  /** The output. */
  readonly bytes: number
  readonly documents: number
}

/** Runs the handler over events and captures standard output, so that only the work is measured and not the pipe. */
export async function run<Event>(
  handle: (event: Event) => Promise<unknown>,
  events: readonly Event[],
): Promise<Run> {
  const { write } = process.stdout
  let bytes = 0
  let documents = 0
  process.stdout.write = (chunk: string | Uint8Array, ...rest: unknown[]): boolean => {
    bytes += chunk.length
    documents++
    const done = rest.at(-1)
    if (typeof done === 'function') process.nextTick(() => done())
    return true
  }
  try {
    const start = performance.now()
    for (const event of events) await handle(event)
    return { ms: performance.now() - start, bytes, documents }
  } finally {
    process.stdout.write = write
  }
}
