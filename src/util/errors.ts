// Each class has its name as text, because Lambda logs the name of the class and the bundle is minified.

/** An invalid configuration. The message lists every problem with the expected and the given value. */
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

/** An event from an unknown source. */
export class UnknownEventError extends Error {
  static override readonly name = 'UnknownEventError'
  override readonly name = UnknownEventError.name
}

/** The message of an error, or of any other value that was thrown. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
