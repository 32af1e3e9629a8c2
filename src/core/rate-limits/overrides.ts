import { matches, OPERATION_PATTERN } from '../cloudtrail/operations.ts'
import type { LimitValues } from './limit.ts'

/** A limit that replaces the documented one, such as a quota that AWS has increased. */
export interface LimitOverride extends LimitValues {
  /** `service:Operation` with `*` and `?`, case-insensitive. */
  readonly pattern: string
  /** The account that it applies to; undefined for all. */
  readonly account?: string | undefined
  /** The Region that it applies to; undefined for all. */
  readonly region?: string | undefined
  /** The index of the service's limit that it applies to; undefined for all. */
  readonly index?: number | undefined
}

/** What `RateLimits` must be, as in its ConstraintDescription. */
export const EXPECTED_OVERRIDES =
  'entries of the form service:Operation=RATE or service:Operation=RATE/BUCKET, separated by commas, such as ssm:PutParameter@eu-west-1=10/50'

/** The result of parsing overrides. */
export interface ParsedOverrides {
  readonly overrides: readonly LimitOverride[]
  /** The problems of entries, each in one sentence. */
  readonly problems: readonly string[]
}

/**
 * Reads the overrides of the parameter `RateLimits`: `ssm:GetParameter*=1000,ssm:PutParameter@eu-west-1=10/50`. The
 * rate is in calls per second, optionally followed by the size of the bucket. After the @ comes an account, a Region or
 * `account/Region`. If several entries match a call, the last one counts.
 */
export function parseOverrides(text: string): ParsedOverrides {
  const overrides: LimitOverride[] = []
  const problems: string[] = []
  for (const entry of text.trim() === '' ? [] : text.split(',').map((part) => part.trim())) {
    const override = parseEntry(entry)
    if (typeof override === 'string') problems.push(`${JSON.stringify(entry)} ${override}`)
    else overrides.push(override)
  }
  return { overrides, problems }
}

const ENTRY = /^([^@=]*)(?:@([^@=]*))?=([^@=]*)$/
const PLACE = /^(?!$)(?:(\d{12})(?:\/(?!$)|$))?([a-z]{2,9}(?:-[a-z]{1,20}){1,4}-\d{1,2})?$/
const VALUES = /^(\d{1,9}(?:\.\d{1,6})?)(?:\/(\d{1,9}(?:\.\d{1,6})?))?$/

/** The override, or its problem. */
function parseEntry(entry: string): LimitOverride | string {
  const [, pattern = '', where, limit = ''] = ENTRY.exec(entry) ?? []
  if (!pattern.includes(':') || !OPERATION_PATTERN.test(pattern)) {
    return 'must have the form service:Operation=RATE'
  }
  const place = where === undefined ? [] : PLACE.exec(where)
  if (place === null) return 'must have an account of 12 digits, a Region, or account/Region after the @'
  const [, refill, size = refill] = VALUES.exec(limit) ?? []
  if (!(Number(refill) > 0 && Number(size) > 0)) {
    return 'must have a rate of more than 0 calls per second after the =, such as 10 or 10/50'
  }
  const bucketSize = limit.includes('/') ? Number(size) : undefined
  return { pattern, account: place[1], region: place[2], refillPerSecond: Number(refill), bucketSize }
}

/** Whether an override covers an operation, or every operation of a documented pattern. */
export function isOverridden({ pattern }: LimitOverride, service: string, operation: string): boolean {
  return matches(pattern.toLowerCase(), `${service}:${operation}`.toLowerCase())
}
