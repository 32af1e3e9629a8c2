import { isFor, type LimitValues } from '../core/rate-limits/limit.ts'
import {
  covers,
  type FileLimit,
  type LimitFile,
  limitFile,
  takesAllOf,
} from '../core/rate-limits/limit-file.ts'
import type { LimitOverride } from '../core/rate-limits/overrides.ts'
import { reasonOf } from '../util/errors.ts'
import { isObject } from '../util/json.ts'
import { type QuotaOverride, quotaOverrides } from './quotas.ts'

/** The text of a file with limits. */
export interface LimitText {
  readonly name: string
  readonly text: string
}

/** The documented limits, combined with those that a user gives. */
export interface GivenLimits {
  /** The limits for all accounts, with those of the user before the documented ones. Each has its source: a page or a file. */
  readonly table: readonly LimitFile[]
  /** The limits that apply only to the account and Region of a quota. */
  readonly overrides: readonly GivenOverride[]
  /** The documented limits that are replaced. */
  readonly overridden: readonly OverriddenLimit[]
  /** Names of quotas that look like a rate but aren't recognized. */
  readonly notUnderstood: readonly string[]
}

export interface GivenOverride extends LimitOverride {
  /** The name of the file that gives it. */
  readonly from: string
}

export interface OverriddenLimit {
  readonly service: string
  readonly operations: readonly string[]
  readonly documented: LimitValues
  readonly given: LimitValues
  /** Undefined if it applies to all accounts. */
  readonly account: string | undefined
  /** Undefined if it applies to all Regions. */
  readonly region: string | undefined
  /** The name of the file that gives it. */
  readonly from: string
}

/**
 * Reads the limits that a user gives: outputs of `aws service-quotas list-service-quotas`, and files of limits in the form
 * of `documented/*.json`. A file can have a list of either.
 * @param files if several have the same limit, the first file of limits and the last quota count
 * @param documented the limits that apply otherwise
 * @throws {Error} with the name and the problems of a file that is neither
 */
export function readLimits(files: readonly LimitText[], documented: readonly LimitFile[]): GivenLimits {
  const contents = files.flatMap(({ name, text }) =>
    inFile(name, () => contentsOf(JSON.parse(text))).map((content) => ({ name, content })),
  )
  let table = documented.map((file) => withSources(file, ''))
  const overridden: OverriddenLimit[] = []
  const given = contents.filter(({ content }) => !isQuotas(content))
  for (const { name, content } of given.toReversed()) {
    const file = withSources(
      inFile(name, () => limitFile(content)),
      name,
    )
    overridden.unshift(...overriddenBy(file, documented, name))
    table = inFront(file, table)
  }
  const overrides: GivenOverride[] = []
  const notUnderstood: string[] = []
  for (const { name, content } of contents) {
    if (!isQuotas(content)) continue
    const quotas = inFile(name, () => quotaOverrides(content.Quotas, table))
    overrides.push(...quotas.overrides.map(({ override }) => ({ ...override, from: name })))
    overridden.push(...quotas.overrides.flatMap((quota) => overriddenByQuota(quota, name)))
    notUnderstood.push(...quotas.notUnderstood)
  }
  return { table, overrides, overridden, notUnderstood }
}

function inFile<Result>(name: string, read: () => Result): Result {
  try {
    return read()
  } catch (error) {
    throw new Error(`${name}: ${reasonOf(error)}`, { cause: error })
  }
}

function contentsOf(value: unknown): unknown[] {
  const contents: unknown[] = Array.isArray(value) ? value : [value]
  for (const content of contents) {
    if (isQuotas(content) || (isObject<'limits'>(content) && content.limits !== undefined)) continue
    throw new TypeError('neither limits nor the output of `aws service-quotas list-service-quotas`')
  }
  return contents
}

function isQuotas(value: unknown): value is { readonly Quotas: readonly unknown[] } {
  return isObject<'Quotas'>(value) && Array.isArray(value.Quotas)
}

function withSources(file: LimitFile, name: string): LimitFile {
  const { source = name } = file
  return { ...file, limits: file.limits.map((limit) => ({ source, ...limit })) }
}

/** The first limit that applies to a call counts. Of the limits of all operations together, every one counts. */
function inFront(file: LimitFile, table: readonly LimitFile[]): LimitFile[] {
  const known = table.find(({ service }) => service === file.service)
  if (known === undefined) return [...table, file]
  const totals = file.limits.filter(({ inAddition }) => inAddition)
  const kept = known.limits.filter((limit) => !totals.some((total) => takesAllOf(total, limit)))
  const merged = { ...known, limits: [...file.limits, ...kept] }
  return table.map((one) => (one === known ? merged : one))
}

/** The documented limits that a file replaces, with the affected operations. */
function overriddenBy(file: LimitFile, documented: readonly LimitFile[], from: string): OverriddenLimit[] {
  const known = documented.find(({ service }) => service === file.service)?.limits ?? []
  return file.limits.flatMap((given) =>
    known
      .filter((limit) => takesAllOf(given, limit))
      .map((limit) => ({ limit, operations: inBoth(given, limit, known) }))
      .filter(({ operations }) => operations.length > 0)
      .map(({ limit, operations }) => ({
        service: file.service,
        operations,
        documented: valuesOf(limit),
        given: valuesOf(given),
        account: undefined,
        region: undefined,
        from,
      })),
  )
}

/** The operations and patterns that both limits cover, and that no earlier limit covers. */
function inBoth(given: FileLimit, limit: FileLimit, known: readonly FileLimit[]): string[] {
  const before = known.slice(0, known.indexOf(limit)).filter((one) => takesAllOf(one, limit))
  const isFirst = (operation: string) =>
    isFor(limit, operation) && !before.some((one) => isFor(one, operation))
  const covered = limit.operations.filter((pattern) => !pattern.startsWith('!') && covers(given, pattern))
  const named = given.operations.filter((pattern) => !pattern.includes('*') && isFirst(pattern))
  return [...new Set([...covered, ...named])]
}

function overriddenByQuota(
  { override, operations, documented }: QuotaOverride,
  from: string,
): OverriddenLimit[] {
  if (documented === undefined) return []
  const [service = ''] = override.pattern.split(':')
  const { account, region } = override
  return [
    {
      service,
      operations,
      documented: valuesOf(documented),
      given: valuesOf(override),
      account,
      region,
      from,
    },
  ]
}

function valuesOf({ refillPerSecond, bucketSize }: LimitValues): LimitValues {
  return { refillPerSecond, bucketSize }
}
