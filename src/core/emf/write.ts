/** Where lines go: `process.stdout`, or what a test puts in its place. */
export interface LineSink {
  /** Calls `done` later, not before it returns, when the line has left the process or could not. */
  write(line: string, done: (error?: Error | null) => void): unknown
}

/**
 * Writes each line with one `write`, one after the other, and resolves when the last has left the process: Lambda
 * freezes the environment as soon as the handler is done. After an error nothing more is written. Not by `console.log`,
 * which Lambda wraps into another object under its JSON format.
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
