import { memoized } from '../../util/memo.ts'

/**
 * The date of the API version that Lambda, CloudFront and some others append to an eventName, with an optional revision:
 * `ListFunctions20150331`, `GetFunction20150331v2`, `CreateDistribution2020_05_31`.
 */
const API_VERSION =
  /(?<=[a-z])_?(?:19|20)\d\d([_-]?)(?:0[1-9]|1[0-2])\1(?:0[1-9]|[12]\d|3[01])(?:v\d{1,3})?$/i

/** The name of an operation without the date of its API version: `GetFunction` for `GetFunction20150331v2`. */
export function operationName(eventName: string): string {
  return eventName.trimEnd().replace(API_VERSION, '')
}

/** Whether calls of an operation are counted. */
export type OperationFilter = (service: string, operation: string) => boolean

/** A pattern as users write it: `service:Operation` with `*` and `?`, or `*` alone for all operations. */
export const OPERATION_PATTERN = /^(?:\*|[a-z0-9.*?-]+:[a-z0-9_.*?-]+)$/i

/** Maximum number of cached decisions. Trails have fewer operations. */
const REMEMBERED = 5_000

/**
 * A case-insensitive filter by IAM-style patterns: an operation is counted if a pattern of `include` and none of `exclude`
 * matches. Service names are those of the eventSource (`monitoring`, not `cloudwatch` as in IAM).
 */
export function operationFilter(include: readonly string[], exclude: readonly string[]): OperationFilter {
  if (exclude.length === 0 && include.some((pattern) => /^\*+(?::\*+)?$/.test(pattern))) return () => true
  const included = include.map((pattern) => pattern.toLowerCase())
  const excluded = exclude.map((pattern) => pattern.toLowerCase())
  const isCounted = memoized((name) => {
    const lower = name.toLowerCase()
    const isMatched = (pattern: string) => matches(pattern, lower)
    return included.some(isMatched) && !excluded.some(isMatched)
  }, REMEMBERED)
  return (service, operation) => isCounted(`${service}:${operation}`)
}

/**
 * Whether a pattern matches a whole text, both in lower case. Backtracks only to the last `*`, so that no pattern takes
 * long. A regular expression with many `.*` can take exponential time.
 */
export function matches(pattern: string, text: string): boolean {
  let p = 0
  let t = 0
  let star = -1
  let resume = 0
  while (t < text.length) {
    if (pattern[p] === '*') {
      star = p++
      resume = t
    } else if (pattern[p] === '?' || pattern[p] === text[t]) {
      p++
      t++
    } else if (star >= 0) {
      p = star + 1
      t = ++resume
    } else {
      return false
    }
  }
  while (pattern[p] === '*') p++
  return p === pattern.length
}
