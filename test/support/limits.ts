import { createBucketFinder, type FindBuckets } from '../../src/core/rate-limits/buckets.ts'
import { documentedLimits } from '../../src/core/rate-limits/documented-limits.ts'
import type { RateLimit } from '../../src/core/rate-limits/limit.ts'
import type { Utilization } from '../../src/core/rate-limits/minute-maxima.ts'
import type { LimitOverride } from '../../src/core/rate-limits/overrides.ts'
import { RecentCalls } from '../../src/core/rate-limits/recent-calls.ts'
import { beginUtilization, type LimitedCall } from '../../src/core/rate-limits/utilization.ts'
import { ACCOUNT, EVENT_MINUTE, type Json } from './records.ts'

export const REGION = 'eu-west-1'

export interface CallMembers {
  readonly service?: string
  readonly operation?: string
  readonly region?: string
  readonly account?: string
  readonly conditions?: LimitedCall['limitConditions']
}

/** A call of ssm:PutParameter, but for what `members` say, so many seconds after most records. */
export function callAt(second: number, members: CallMembers = {}): LimitedCall {
  const {
    service = 'ssm',
    operation = 'PutParameter',
    region = REGION,
    account = ACCOUNT,
    conditions = [],
  } = members
  return {
    time: EVENT_MINUTE + second * 1000,
    dimensions: { Service: service, Operation: operation, Region: region, Account: account },
    limitConditions: conditions,
  }
}

export function calls(count: number, second: number, members: CallMembers = {}): LimitedCall[] {
  return Array.from({ length: count }, () => callAt(second, members))
}

/** Finds buckets by limits of one service, or by the documented ones. */
export function finder(
  limits?: readonly RateLimit[],
  overrides: readonly LimitOverride[] = [],
  service = 'ssm',
) {
  return createBucketFinder(limits === undefined ? documentedLimits : () => [{ service, limits }], overrides)
}

/** An environment that takes in one batch of calls after the other and says what each gave. */
export function environment(findBuckets: FindBuckets = finder(), recent = new RecentCalls()) {
  const run = (batch: readonly LimitedCall[], from: number, isWritten: boolean): readonly Utilization[] => {
    const utilization = beginUtilization(findBuckets, recent)
    for (const call of batch) utilization.add(call)
    const { utilizations, commit } = utilization.end(from)
    if (isWritten) commit()
    return utilizations
  }
  return {
    recent,
    /** A batch whose lines are written. */
    take: (batch: readonly LimitedCall[], from = 0) => run(batch, from, true),
    /** A batch whose lines could not be written. */
    fail: (batch: readonly LimitedCall[], from = 0) => run(batch, from, false),
  }
}

/** The highest of each operation, Region, account and minute: what the statistic Maximum shows. */
export function maxima(utilizations: Iterable<Utilization>): Map<string, number> {
  const highest = new Map<string, number>()
  for (const { bucket, minute, percent } of utilizations) {
    const { Service, Operation, Region, Account } = bucket.dimensions
    const key = `${Service}:${Operation}@${Account}/${Region} ${(minute - EVENT_MINUTE) / 60_000}`
    highest.set(key, Math.max(percent, highest.get(key) ?? 0))
  }
  return new Map([...highest].sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** A quota as Service Quotas lists it. */
export function quota(service: string, name: string, value: number, members: Json = {}): Json {
  return {
    ServiceCode: service,
    QuotaArn: `arn:aws:servicequotas:${REGION}:${ACCOUNT}:${service}/L-0123ABCD`,
    QuotaCode: 'L-0123ABCD',
    QuotaName: name,
    Value: value,
    Unit: 'None',
    Adjustable: true,
    GlobalQuota: false,
    ...members,
  }
}
