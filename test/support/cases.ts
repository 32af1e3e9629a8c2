import { existsSync, readFileSync } from 'node:fs'

const CASES = new URL('../../../shared/cases/', import.meta.url)

/** Why tests over the collected cases are skipped; false where they can run. */
export const NO_CASES: string | false = existsSync(CASES)
  ? false
  : 'the folder of collected cases is not next to the project'

/** One of the collected files that users have or that were counted wrong, as it is. */
export function readCase(name: string): Buffer {
  return readFileSync(new URL(name, CASES))
}
