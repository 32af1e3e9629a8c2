/** The destination of lines: `process.stdout`, or a substitute in tests. */
export interface LineSink {
  /** Calls `done` after it returns, when the line has left the process or failed to. */
  write(line: string, done: (error?: Error | null) => void): unknown
}

/**
 * Writes each line with one `write`, one after the other, and resolves when the last one has left the process, because
 * Lambda freezes the environment as soon as the handler is done. After an error, nothing more is written. `console.log`
 * wouldn't work, because Lambda wraps its output in another object if the log format is JSON.
 * https://docs.aws.amazon.com/lambda/latest/dg/nodejs-logging.html
 */
export function writeLines(lines: readonly string[], sink: LineSink): Promise<void> {
  return new Promise((resolve, reject) => {
    const left = lines.values()
    const writeNext = (error?: Error | null) => {
      if (error) return reject(error)
      const { done, value } = left.next()
      if (done) return resolve()
      sink.write(`${value}\n`, writeNext)
    }
    writeNext()
  })
}
