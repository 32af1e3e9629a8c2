import { setImmediate } from 'node:timers/promises'

/**
 * A function for long work that never waits: it lets the event loop go on, so that signals are handled, unless it did so less
 * than `everyMs` ago.
 */
export function eventLoopTurns(everyMs: number): () => Promise<void> {
  let last = performance.now()
  return async () => {
    if (performance.now() - last < everyMs) return
    await setImmediate()
    last = performance.now()
  }
}
