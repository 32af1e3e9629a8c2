import { AwsError, type AwsProblem, isMissing, problemOf } from '../aws/errors.ts'

/** Something that AWS was asked: the answer, or why there is none. */
export type Fact<T> = { readonly known: T } | { readonly unknown: AwsProblem }

/**
 * Asks AWS. Never throws: the other facts may well be there.
 * @param action the IAM action that it takes
 */
export async function ask<T>(action: string, call: () => Promise<T>): Promise<Fact<T>> {
  try {
    return { known: await call() }
  } catch (error) {
    return { unknown: error instanceof AwsError ? error.problem : problemOf(error, action) }
  }
}

/** Asks for a thing by its name; undefined where there is none. */
export function askIfThere<T>(action: string, call: () => Promise<T>): Promise<Fact<T | undefined>> {
  return ask<T | undefined>(action, () =>
    call().catch((error: unknown) => {
      if (isMissing(error)) return undefined
      throw error
    }),
  )
}
