import { SingleBar } from 'cli-progress'

/** Milliseconds before the bar appears, because a brief one only distracts. */
const SHOWN_AFTER_MS = 1000

/** Shows the progress of a task. */
export interface Progress {
  readonly update: (done: number, all: number) => void
  readonly stop: () => void
}

/**
 * A progress bar on stderr for work that takes longer than a second. Shows nothing unless stderr is a terminal.
 * @param ofWhat such as `of the files`
 */
export function progressBar(ofWhat = 'of the files'): Progress {
  const bar = new SingleBar({
    format: `{bar} {percentage} % ${ofWhat}, {eta_formatted} left`,
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
