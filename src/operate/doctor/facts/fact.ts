import { AwsError, type AwsProblem, isMissing, problemOf } from '../../aws/errors.ts'

/** The answer of AWS to a question, or the reason why there is none. */
export type Fact<T> = { readonly known: T } | { readonly unknown: AwsProblem }

/**
 * Asks AWS. Never throws, because other facts may be available.
 * @param action the IAM action that it needs
 */
export async function ask<T>(action: string, call: () => Promise<T>): Promise<Fact<T>> {
  try {
    return { known: await call() }
  } catch (error) {
    return { unknown: error instanceof AwsError ? error.problem : problemOf(error, action) }
  }
}

/** Asks for a resource by its name; undefined if it doesn't exist. */
export function askIfThere<T>(action: string, call: () => Promise<T>): Promise<Fact<T | undefined>> {
  return ask<T | undefined>(action, () =>
    call().catch((error: unknown) => {
      if (isMissing(error)) return undefined
      throw error
    }),
  )
}
