const TSX = import.meta.resolve('tsx')

/** The program and arguments that run a TypeScript file, from any working folder, on the Node.js that runs the tests. */
export function command(script: string, args: readonly string[] = []): [string, string[]] {
  return [process.execPath, ['--import', TSX, script, ...args]]
}
