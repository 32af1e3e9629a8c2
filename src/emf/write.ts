/** Where lines go: `process.stdout`, or what a test puts in its place. */
export interface LineSink {
  write(line: string, done: (error?: Error | null) => void): unknown
}

/**
 * Writes each line with one `write`, and resolves when the last has left the process: Lambda freezes the environment
 * as soon as the handler is done. Not by `console.log`, which Lambda wraps into another object under its JSON format.
 * https://docs.aws.amazon.com/lambda/latest/dg/nodejs-logging.html
 */
export function writeLines(lines: readonly string[], sink: LineSink): Promise<void> {
  return new Promise((resolve, reject) => {
    let left = lines.length
    const done = (error?: Error | null) => {
      if (error) reject(error)
      else if (--left === 0) resolve()
    }
    if (left === 0) resolve()
    for (const line of lines) sink.write(`${line}\n`, done)
  })
}
