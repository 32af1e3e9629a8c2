import { readFileSync } from 'node:fs'
import { LIMIT_FILES } from '../core/rate-limits/limit-files.ts'
import { readAccountNames } from '../inputs/account-names.ts'
import { readContents } from '../inputs/contents.ts'
import { type GivenLimits, readLimits } from '../inputs/limits.ts'
import type { AccountNames } from '../preview/analysis/account-names.ts'
import { type Prices, readPrices } from '../preview/analysis/bill.ts'
import { printable } from '../util/printable.ts'
import { readDefaultPrices } from './assets.ts'
import { givenPath } from './paths.ts'

/** The flags of a preview for files with additional data. */
export interface FileFlags {
  readonly accountNames?: string
  readonly limits?: readonly string[]
  readonly prices?: string
}

/** The contents of the files in the flags, and of the program's own files. */
export interface GivenFiles {
  readonly accountNames: AccountNames
  readonly limits: GivenLimits
  /** The names of the files with limits, as the user typed them. */
  readonly limitFiles: readonly string[]
  readonly prices: Prices
  /** The paths of all files that the flags name. */
  readonly paths: readonly string[]
}

/** @throws {Error} naming the file that can't be read or has invalid content */
export function readGivenFiles({ accountNames, limits = [], prices }: FileFlags): GivenFiles {
  const limitPaths = limits.map(givenPath)
  const others = [accountNames, prices].flatMap((path) => (path === undefined ? [] : givenPath(path)))
  return {
    accountNames: accountNames === undefined ? new Map() : namesIn(accountNames),
    limits: readLimits(
      limits.map((path) => ({ name: printable(path), text: textOf(givenPath(path)) })),
      LIMIT_FILES,
    ),
    limitFiles: limits.map(printable),
    prices: readPrices(
      readDefaultPrices(),
      prices === undefined ? undefined : { path: prices, text: textOf(givenPath(prices)) },
    ),
    paths: [...limitPaths, ...others],
  }
}

function namesIn(path: string): AccountNames {
  return readAccountNames(textOf(givenPath(path)), printable(path))
}

/** Windows PowerShell writes AWS CLI output in UTF-16. */
function textOf(path: string): string {
  return readContents(readFileSync(path)).toString('utf8')
}
