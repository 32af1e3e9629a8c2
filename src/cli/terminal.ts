/**
 * The columns of the terminal: those in the variable `COLUMNS`, else those of the stream.
 * @returns infinity if the output goes to a file or a pipe
 */
export function terminalWidth(
  stream: { readonly columns?: number | undefined },
  env: { readonly COLUMNS?: string | undefined },
): number {
  const given = /^[1-9]\d{0,4}$/.test(env.COLUMNS ?? '') ? Number(env.COLUMNS) : undefined
  return given ?? stream.columns ?? Number.POSITIVE_INFINITY
}
