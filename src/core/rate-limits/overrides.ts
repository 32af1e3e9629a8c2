import { matches, OPERATION_PATTERN } from '../cloudtrail/operations.ts'
import type { LimitValues } from './limit.ts'

/** A limit that takes the place of the documented one, such as a quota that AWS has raised. */
export interface LimitOverride extends LimitValues {
  /** `service:Operation` with `*` and `?`, compared without regard to case. */
  readonly pattern: string
  /** Only in this account; undefined in all. */
  readonly account?: string | undefined
  /** Only in this Region; undefined in all. */
  readonly region?: string | undefined
  /** Only this one of the limits of the service; undefined for all. */
  readonly index?: number | undefined
}

/** What `RateLimits` must be, in the words of its description. */
export const EXPECTED_OVERRIDES =
  'entries of the form service:Operation=RATE or service:Operation=RATE/BUCKET, separated by commas, such as ssm:PutParameter@eu-west-1=10/50'

/** What came of a text of overrides. */
export interface ParsedOverrides {
  readonly overrides: readonly LimitOverride[]
  /** What is wrong with an entry, each in one sentence. */
  readonly problems: readonly string[]
}

/**
 * Reads the overrides of the parameter `RateLimits`: `ssm:GetParameter*=1000,ssm:PutParameter@eu-west-1=10/50`. The
 * rate is in calls a second, behind it may be the size of the bucket. After the @ is an account, a Region or
 * `account/Region`. Where several entries match a call, the last one counts.
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

/** The override, or what is wrong with it. */
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

/** Whether an override is for calls of an operation, or for all that a documented pattern stands for. */
export function isOverridden({ pattern }: LimitOverride, service: string, operation: string): boolean {
  return matches(pattern.toLowerCase(), `${service}:${operation}`.toLowerCase())
}
