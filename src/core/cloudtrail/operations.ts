import { memoized } from '../../util/memo.ts'

/**
 * The date of the API version that Lambda, CloudFront and some others put behind an eventName, and a revision behind that:
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

/** One pattern as a user writes it: `service:Operation` with `*` and `?`, or `*` alone for all. */
export const OPERATION_PATTERN = /^(?:\*|[a-z0-9.*?-]+:[a-z0-9_.*?-]+)$/i

/** Decisions remembered at a time: more than a trail names operations. */
const REMEMBERED = 5_000

/**
 * A filter by IAM-style patterns, without regard to case: an operation is counted when one of `include` and none of
 * `exclude` matches. The service is that of the eventSource (`monitoring`, where IAM says `cloudwatch`).
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
 * Whether a pattern matches the whole of a text, both in lower case. Goes back to the last `*` only, so that no
 * pattern takes long: a regular expression of many `.*` may take for ever.
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
