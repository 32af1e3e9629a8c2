import { isObject, nonBlank } from '../../util/json.ts'
import { LIMIT_CONDITIONS, type LimitCondition } from '../cloudtrail/limit-conditions.ts'
import type { LimitValues, RateLimit, RegionValues, ServiceLimits } from './limit.ts'

/** The limits of one service: `documented/` has a file for each service whose limits are documented. */
export interface LimitFile extends ServiceLimits {
  /** The page that the limits are from. */
  readonly source?: string
  /** The month in which they were last compared with that page: `2026-10`. */
  readonly checked?: string
  readonly note?: string
  readonly limits: readonly FileLimit[]
}

/** A limit with details that only people and the command line need. */
export interface FileLimit extends RateLimit {
  /** The page of this limit, if it differs from that of the file. */
  readonly source?: string
  readonly note?: string
  /** How the names of its quotas in Service Quotas begin, if they don't contain the operation. */
  readonly quotaNames?: { readonly [Value in keyof LimitValues]?: string }
}

/**
 * Checks that a value from JSON is a file of limits.
 * @throws {TypeError} listing every problem
 */
export function limitFile(value: unknown): LimitFile {
  if (isLimitFile(value)) return value
  throw new TypeError(limitFileProblems(value).join('; '))
}

function isLimitFile(value: unknown): value is LimitFile {
  return limitFileProblems(value).length === 0
}

/**
 * The problems of a file of limits, each in one sentence. A limit that never applies, because an earlier one covers the same
 * calls, is also a problem.
 */
export function limitFileProblems(value: unknown): string[] {
  if (!isObject<keyof LimitFile>(value)) return ['must be a JSON object']
  const problems = unknownMembers(value, ['service', 'source', 'checked', 'note', 'limits'])
  if (nonBlank(value.service) === undefined) problems.push('service must be the name of a service')
  for (const name of ['source', 'checked', 'note'] as const) {
    if (value[name] !== undefined && nonBlank(value[name]) === undefined)
      problems.push(`${name} must be a string`)
  }
  if (!Array.isArray(value.limits)) return [...problems, 'limits must be a list']
  const limits: unknown[] = value.limits
  for (const [i, limit] of limits.entries()) {
    problems.push(...limitProblems(limit).map((problem) => `limits[${i}] ${problem}`))
  }
  return problems.length > 0 ? problems : unreachable(limits.filter(isLimit))
}

function isLimit(value: unknown): value is FileLimit {
  return limitProblems(value).length === 0
}

const OPERATIONS = /^!?(?:\*|[A-Za-z][A-Za-z0-9_]*\*?)$/
const VALUES = ['refillPerSecond', 'bucketSize'] as const

function limitProblems(value: unknown): string[] {
  if (!isObject<keyof FileLimit>(value)) return ['must be a JSON object']
  const { operations, shared, inAddition, scope, when, exempt, regions, quotaNames, source, note } = value
  const problems = unknownMembers(value, [
    ...['operations', 'when', 'inAddition', ...VALUES, 'shared', 'scope', 'regions', 'exempt'],
    ...['quotaNames', 'source', 'note'],
  ])
  if (!isList(operations, isOperations) || !operations.some((one) => !one.startsWith('!'))) {
    problems.push(
      'operations must be a list of names and prefixes ending in *, with ! in front of those to exclude',
    )
  }
  problems.push(...valueProblems(value))
  for (const [name, flag] of Object.entries({ shared, inAddition })) {
    if (flag !== undefined && flag !== true) problems.push(`${name} must be true or omitted`)
  }
  if (scope !== undefined && scope !== 'account') problems.push('scope must be account or omitted')
  if (when !== undefined && !isCondition(when))
    problems.push(`when must be one of ${LIMIT_CONDITIONS.join(', ')}`)
  if (exempt !== undefined && !isList(exempt, isCondition)) {
    problems.push(`exempt must be a list of ${LIMIT_CONDITIONS.join(', ')}`)
  }
  if (regions !== undefined) problems.push(...regionProblems(regions))
  if (quotaNames !== undefined && !isQuotaNames(quotaNames))
    problems.push(`quotaNames must have ${VALUES.join(', ')}`)
  for (const [name, text] of Object.entries({ source, note })) {
    if (text !== undefined && nonBlank(text) === undefined) problems.push(`${name} must be a string`)
  }
  return problems
}

function unknownMembers(value: object, known: readonly string[]): string[] {
  return Object.keys(value)
    .filter((name) => !known.includes(name))
    .map((name) => `has an unknown member ${JSON.stringify(name)}`)
}

function valueProblems({
  refillPerSecond,
  bucketSize,
}: { readonly [Value in keyof LimitValues]?: unknown }): string[] {
  const problems: string[] = []
  if (!isPositive(refillPerSecond)) problems.push('refillPerSecond must be a positive number')
  if (bucketSize !== undefined && !isPositive(bucketSize))
    problems.push('bucketSize must be a positive number')
  return problems
}

function regionProblems(regions: unknown): string[] {
  if (!Array.isArray(regions)) return ['regions must be a list']
  return regions.flatMap((values: unknown, i) => {
    if (!isObject<keyof RegionValues>(values)) return [`regions[${i}] must be an object`]
    const problems = [...unknownMembers(values, ['names', ...VALUES]), ...valueProblems(values)]
    if (!isList(values.names, isRegion)) problems.push('names must be a list of Regions')
    return problems.map((problem) => `regions[${i}] ${problem}`)
  })
}

function isRegion(value: unknown): value is string {
  return typeof value === 'string' && /^[a-z]+(?:-[a-z]+)+-\d+$/.test(value)
}

function isPositive(value: unknown): boolean {
  return typeof value === 'number' && Number.isFinite(value) && value > 0
}

function isOperations(value: unknown): value is string {
  return typeof value === 'string' && OPERATIONS.test(value)
}

function isCondition(value: unknown): value is LimitCondition {
  return LIMIT_CONDITIONS.some((condition) => condition === value)
}

function isQuotaNames(value: unknown): boolean {
  return isObject<keyof LimitValues>(value) && unknownMembers(value, VALUES).length === 0
}

function isList<Item>(value: unknown, isItem: (item: unknown) => item is Item): value is Item[] {
  return Array.isArray(value) && value.length > 0 && value.every(isItem)
}

/** The operations of limits that never apply. The first limit that applies to a call is the one that counts. */
function unreachable(limits: readonly FileLimit[]): string[] {
  return limits.flatMap((limit, i) => {
    const before = limits.slice(0, i).filter((one) => takesAllOf(one, limit))
    return limit.operations
      .filter((pattern) => !pattern.startsWith('!') && before.some((one) => covers(one, pattern)))
      .map(
        (pattern) => `limits[${i}] ${pattern} never applies, because an earlier limit covers the same calls`,
      )
  })
}

/** Whether a limit applies under every condition that another one has, so that no calls of its operations are left for the other. */
export function takesAllOf(one: RateLimit, other: RateLimit): boolean {
  const isSameKind = (one.inAddition ?? false) === (other.inAddition ?? false)
  return isSameKind && (one.when === undefined || one.when === other.when)
}

/** Whether a limit covers an operation, or every operation of a pattern. */
export function covers({ operations }: RateLimit, pattern: string): boolean {
  const includes = (one: string) =>
    one.endsWith('*') ? pattern.startsWith(one.slice(0, -1)) : pattern === one
  return operations.some(includes) && !operations.some((one) => one.startsWith('!') && includes(one.slice(1)))
}
