import { createBucketFinder } from '../core/rate-limits/buckets.ts'
import { type LimitValues, valuesIn } from '../core/rate-limits/limit.ts'
import type { LimitFile } from '../core/rate-limits/limit-file.ts'
import type { LimitOverride } from '../core/rate-limits/overrides.ts'
import { isObject, nonBlank } from '../util/json.ts'
import { looksLikeRate, type QuotaMeaning, type QuotaPart, quotaMeaning } from './quota-names.ts'

/** A limit from an account's quotas. */
export interface QuotaOverride {
  readonly override: LimitOverride
  readonly operations: readonly string[]
  /** The documented limit; undefined if there is none. */
  readonly documented: LimitValues | undefined
}

/** The rate limits in quotas. */
export interface QuotaOverrides {
  readonly overrides: readonly QuotaOverride[]
  /** The names of quotas that look like a rate but aren't recognized. */
  readonly notUnderstood: readonly string[]
}

interface Quota {
  readonly name: string
  readonly service: string
  readonly value: number
  /** The period of the rate `value`, in seconds. */
  readonly period: number
  /** Undefined for the default of all accounts. */
  readonly account: string | undefined
  /** Undefined for a quota of all Regions. */
  readonly region: string | undefined
}

/** The quotas of one limit, usually one or two: its refill and its bucket size. */
interface LimitQuotas {
  readonly quota: Quota
  readonly meaning: QuotaMeaning
  readonly parts: Partial<Record<QuotaPart, number>>
}

/**
 * Reads the quotas in the output of `aws service-quotas list-service-quotas` or `list-aws-default-service-quotas`. They
 * apply to the account and Region in their ARNs. If only the rate or only the bucket size of a limit has a quota, the other
 * one stays as documented.
 * https://docs.aws.amazon.com/servicequotas/2019-06-24/apireference/API_ServiceQuota.html
 * @param table the limits that they override
 * @throws {TypeError} if an item isn't a quota
 */
export function quotaOverrides(quotas: readonly unknown[], table: readonly LimitFile[]): QuotaOverrides {
  const notUnderstood: string[] = []
  const byLimit = new Map<string, LimitQuotas>()
  for (const quota of quotas.map(quotaOf)) {
    const meaning = quotaMeaning(quota.name, limitsOf(quota, table))
    if (meaning === undefined || quota.value <= 0) {
      if (looksLikeRate(quota.name)) notUnderstood.push(quota.name)
      continue
    }
    const { part, operations, when } = meaning
    const key = JSON.stringify([quota.service, quota.account, quota.region, operations, when])
    const { parts } = byLimit.get(key) ?? { parts: {} }
    const value = part === 'refillPerSecond' ? quota.value / quota.period : quota.value
    byLimit.set(key, { quota, meaning, parts: { ...parts, [part]: value } })
  }
  const overrides: QuotaOverride[] = []
  for (const one of byLimit.values()) {
    const override = overrideOf(one, table)
    if (override === undefined) notUnderstood.push(one.quota.name)
    else overrides.push(override)
  }
  return { overrides, notUnderstood }
}

function limitsOf({ service }: Quota, table: readonly LimitFile[]): LimitFile['limits'] {
  return table.find((file) => file.service === service)?.limits ?? []
}

/** Undefined if the limit is unknown, or only its bucket size is given. */
function overrideOf(quotas: LimitQuotas, table: readonly LimitFile[]): QuotaOverride | undefined {
  const { quota, meaning, parts } = quotas
  const limits = limitsOf(quota, table)
  const index = indexOf(quotas, table)
  const [operation, ...more] = meaning.operations
  if (index === undefined && (more.length > 0 || meaning.when !== undefined)) return undefined
  const limit = index === undefined ? undefined : limits[index]
  const documented = limit && valuesIn(limit, quota.region ?? '')
  const refillPerSecond = parts.refillPerSecond ?? documented?.refillPerSecond
  if (refillPerSecond === undefined) return undefined
  const { secondsOfRefill } = parts
  const bucketSize =
    parts.bucketSize ??
    (secondsOfRefill === undefined ? documented?.bucketSize : secondsOfRefill * refillPerSecond)
  // An operation that shares a bucket in the table but has its own quota no longer shares it.
  const isWhole = more.length > 0 || meaning.index !== undefined || !limit?.shared
  const override: LimitOverride = {
    pattern: `${quota.service}:${isWhole && limit?.shared ? '*' : operation}`,
    account: quota.account,
    region: quota.region,
    index: isWhole ? index : undefined,
    refillPerSecond,
    bucketSize,
  }
  return { override, operations: meaning.operations, documented }
}

/** The limit of the quotas. */
function indexOf({ quota, meaning }: LimitQuotas, table: readonly LimitFile[]): number | undefined {
  const { operations, when } = meaning
  if (meaning.index !== undefined) return meaning.index
  const limits = limitsOf(quota, table)
  if (operations.length > 1) {
    const names = operations.toSorted().join()
    const place = limits.findIndex((limit) => limit.shared && limit.operations.toSorted().join() === names)
    return place < 0 ? undefined : place
  }
  const [Operation = ''] = operations
  const dimensions = {
    Service: quota.service,
    Operation,
    Region: quota.region ?? '',
    Account: quota.account ?? '',
  }
  const buckets = createBucketFinder(() => table)(dimensions, when === undefined ? [] : [when])
  const index = buckets.find((bucket) => !limits[bucket.index ?? -1]?.inAddition)?.index
  return index !== undefined && limits[index]?.when === when ? index : undefined
}

/** The units of a quota's Period, in seconds. */
const PERIODS: ReadonlyMap<unknown, number> = new Map([
  ['MICROSECOND', 1e-6],
  ['MILLISECOND', 1e-3],
  ['SECOND', 1],
  ['MINUTE', 60],
  ['HOUR', 3600],
  ['DAY', 86_400],
  ['WEEK', 604_800],
])

function quotaOf(value: unknown): Quota {
  if (!isObject<'GlobalQuota' | 'Period' | 'QuotaArn' | 'QuotaName' | 'ServiceCode' | 'Value'>(value)) {
    throw new TypeError('a quota must be a JSON object')
  }
  const name = nonBlank(value.QuotaName)
  const service = nonBlank(value.ServiceCode)
  if (name === undefined || service === undefined || typeof value.Value !== 'number') {
    throw new TypeError('a quota must have QuotaName, ServiceCode and Value')
  }
  const [, , , region, account] = (nonBlank(value.QuotaArn) ?? '').split(':')
  return {
    name,
    service,
    value: value.Value,
    period: periodOf(value.Period),
    account: nonBlank(account),
    region: value.GlobalQuota === true ? undefined : nonBlank(region),
  }
}

function periodOf(period: unknown): number {
  if (!isObject<'PeriodUnit' | 'PeriodValue'>(period)) return 1
  const { PeriodUnit, PeriodValue } = period
  const count = typeof PeriodValue === 'number' && PeriodValue > 0 ? PeriodValue : 1
  return count * (PERIODS.get(PeriodUnit) ?? 1)
}
