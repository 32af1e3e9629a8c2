// Each class carries its name as text: Lambda logs the name of the class, and the bundle is minified.

/** The configuration can't work. Its message lists every problem: what was given and what is expected. */
export class ConfigError extends Error {
  static override readonly name = 'ConfigError'
  override readonly name = ConfigError.name
  readonly problems: readonly string[]

  constructor(problems: readonly string[]) {
    super(`Invalid configuration:\n${problems.map((problem) => `- ${problem}`).join('\n')}`)
    this.problems = problems
  }
}

/** A payload that can't be decoded. Thrown so that Lambda retries the invocation and then keeps the event. */
export class PayloadError extends Error {
  static override readonly name = 'PayloadError'
  override readonly name = PayloadError.name
}

/** An event that comes from none of the sources. */
export class UnknownEventError extends Error {
  static override readonly name = 'UnknownEventError'
  override readonly name = UnknownEventError.name
}

/** What an error says, or whatever was thrown in place of one. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
