import type { Call } from '../../core/cloudtrail/call.ts'
import type { OperationFilter } from '../../core/cloudtrail/operations.ts'
import type { Config } from '../../core/config.ts'
import { type SelfReport, selfDocument } from '../../core/emf/self.ts'
import { utilizationLines } from '../../core/emf/utilization.ts'
import type { CallOutcome, Outcome } from '../../core/pipeline.ts'
import { createBucketFinder } from '../../core/rate-limits/buckets.ts'
import { documentedLimits } from '../../core/rate-limits/documented-limits.ts'
import type { Utilization } from '../../core/rate-limits/minute-maxima.ts'
import { RecentCalls } from '../../core/rate-limits/recent-calls.ts'
import { beginUtilization } from '../../core/rate-limits/utilization.ts'
import { SeriesBudget } from '../../core/usage/budget.ts'
import type { CountedSet } from '../../core/usage/dimension-sets.ts'
import { getOrAdd } from '../../util/memo.ts'
import type { EmfLine } from '../emf-line.ts'
import { measure } from './measure.ts'
import { type BilledDocument, BillingMeter, billed, DocumentMeter } from './meter.ts'
import {
  createSetBilling,
  isKept,
  type RunDelivery,
  type Scope,
  type SetBilling,
  setKey,
} from './set-billing.ts'

/** A call and its outcome in the run. */
export interface Delivered {
  readonly call: Call
  readonly outcome: CallOutcome
}

/** Measures the variants that count the same calls, with the same budget of series. */
export interface ScopeBilling {
  readonly scope: Scope
  /** The meter of the variant with these sets. Call it before the first delivery. */
  meterOf(sets: readonly CountedSet[]): BillingMeter
  /** Measures a delivery. @param outcome that of the run */
  end(delivered: readonly Delivered[], outcome: Outcome<EmfLine>, run: RunDelivery): void
}

interface Variant {
  readonly sets: readonly SetBilling[]
  /** Measures the function's own documents, which differ in the number of folded calls. */
  readonly own: DocumentMeter
  readonly meter: BillingMeter
}

/** @param config that of the run */
export function createScopeBilling(scope: Scope, config: Config): ScopeBilling {
  const { keeps, maxSeries } = scope
  const sets = new Map<string, SetBilling>()
  const variants: Variant[] = []
  const limited = new DocumentMeter()
  const limitedBudget = new SeriesBudget(maxSeries)
  const utilizationsOf = keeps === undefined ? undefined : createUtilizations(config)

  const measureUtilization = (utilizations: readonly Utilization[], now: number) => {
    const plan = limitedBudget.plan(now)
    for (const { parts, length } of utilizationLines(utilizations, plan, config.namespace, measure))
      limited.add(billed(parts, length))
    plan.commit()
  }

  return {
    scope,
    meterOf(ofVariant) {
      const parts = ofVariant.map((set) =>
        getOrAdd(sets, setKey(set), () => createSetBilling(set, scope, config)),
      )
      const own = new DocumentMeter()
      const meter = new BillingMeter([...parts.map((part) => part.meter), limited, own])
      variants.push({ sets: parts, own, meter })
      return meter
    },
    end(delivered, outcome, run) {
      const counted = delivered.filter(({ outcome }) => outcome === 'counted').map(({ call }) => call)
      const calls = counted.filter((call) => isKept(call, keeps))
      const self = keeps === undefined ? outcome.self : selfWithout(delivered, calls, keeps, outcome.self)
      measureUtilization(utilizationsOf?.(calls) ?? outcome.utilizations, run.now)
      const folded = new Map([...sets.values()].map((set) => [set, set.end(calls, run)]))
      const selfByFolded = new Map<number, BilledDocument>()
      for (const variant of variants) {
        const all = distinct(variant.sets.map((set) => folded.get(set) ?? []))
        variant.own.add(getOrAdd(selfByFolded, all, () => billedSelf(self, all)))
        variant.meter.endInvocation(self.counts.received)
      }
    },
  }
}

/** The utilization by the calls of one delivery after the other. */
function createUtilizations(config: Config): (calls: readonly Call[]) => readonly Utilization[] {
  const findBuckets = createBucketFinder(documentedLimits, config.rateLimits)
  const recent = new RecentCalls()
  return (calls) => {
    if (config.utilizationFrom === 0) return []
    const batch = beginUtilization(findBuckets, recent)
    for (const call of calls) batch.add(call)
    const { utilizations, commit } = batch.end(config.utilizationFrom)
    commit()
    return utilizations
  }
}

/** What the function reports if it counts only `calls`. The filter comes first, so it also takes expired calls and duplicates. */
function selfWithout(
  delivered: readonly Delivered[],
  calls: readonly Call[],
  keeps: OperationFilter,
  self: SelfReport,
): SelfReport {
  const counts = { ...self.counts }
  for (const { call, outcome } of delivered) {
    if (outcome === 'filtered' || isKept(call, keeps)) continue
    counts[outcome]--
    counts.filtered++
  }
  const lag = { newest: Number.POSITIVE_INFINITY, oldest: Number.NEGATIVE_INFINITY }
  for (const { time } of calls) {
    lag.newest = Math.min(lag.newest, self.now - time)
    lag.oldest = Math.max(lag.oldest, self.now - time)
  }
  return { ...self, counts, lag }
}

function billedSelf(self: SelfReport, folded: number): BilledDocument {
  const parts = selfDocument({ ...self, counts: { ...self.counts, folded } })
  const [{ length } = { length: 0 }] = measure(parts)
  return billed(parts, length)
}

/** The number of different calls. */
function distinct(lists: readonly (readonly Call[])[]): number {
  return lists.every(({ length }) => length === 0) ? 0 : new Set(lists.flat()).size
}
