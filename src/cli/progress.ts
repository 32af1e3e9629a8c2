import { SingleBar } from 'cli-progress'

/** A bar that is gone in a blink only disturbs. */
const SHOWN_AFTER_MS = 1000

/** Shows how much of some work is done. */
export interface Progress {
  readonly update: (done: number, all: number) => void
  readonly stop: () => void
}

/**
 * A progress bar on stderr, for work that takes longer than a second; nothing unless stderr is a terminal.
 * @param ofWhat such as `of the files`
 */
export function progressBar(ofWhat = 'of the files'): Progress {
  const bar = new SingleBar({
    format: `{bar} {percentage} % ${ofWhat}, {eta_formatted} to go`,
    stream: process.stderr,
    clearOnComplete: true,
  })
  const start = Date.now()
  return {
    update(done, all) {
      if (!process.stderr.isTTY || Date.now() - start < SHOWN_AFTER_MS) return
      if (!bar.isActive) bar.start(all, done)
      bar.setTotal(all)
      bar.update(done)
    },
    stop: () => bar.stop(),
  }
}
