import type { Config } from '../../core/config.ts'
import { callLines } from '../../core/emf/metrics.ts'
import { selfDocument } from '../../core/emf/self.ts'
import type { OnCounted, Outcome } from '../../core/pipeline.ts'
import { SeriesBudget } from '../../core/usage/budget.ts'
import type { CountedSet } from '../../core/usage/dimension-sets.ts'
import { Tally } from '../../core/usage/tally.ts'
import { getOrAdd } from '../../util/memo.ts'
import type { EmfLine } from '../emf-line.ts'
import { measure } from './measure.ts'
import { BillingMeter, DocumentMeter } from './meter.ts'

/** Measures a run's configuration with other dimension sets. Sets that the run counts are measured from its documents. */
export interface SetsBilling {
  /** The meter of the configuration with these sets. Call it before the first delivery. */
  meterOf(sets: readonly CountedSet[]): BillingMeter
  /** Begins a delivery. @param now in milliseconds since 1970 */
  begin(now: number): void
  /** Adds a call that the run counts. */
  readonly count: OnCounted
  end(outcome: Outcome<EmfLine>): void
}

/** A set that is counted in addition to those of the run. Each set has its own budget of series. */
interface ExtraSet {
  readonly set: CountedSet
  readonly budget: SeriesBudget
  readonly meter: DocumentMeter
}

/** One delivery counted by an extra set. */
interface ExtraCount extends ExtraSet {
  readonly plan: ReturnType<SeriesBudget['plan']>
  readonly tally: Tally
}

interface Variant {
  /** By the keys of the sets. */
  readonly sets: ReadonlySet<string>
  /** Measures the function's own documents, which differ in the number of folded calls. */
  readonly own: DocumentMeter
  readonly meter: BillingMeter
  folded: number
}

/** The part of a bill that does not depend on the dimension sets. */
const UTILIZATION = 'RateLimitUtilization'

/** @param config that of the run */
export function createSetsBilling(config: Config): SetsBilling {
  const counted = new Map(config.dimensionSets.map((set) => [keyOf(set), set]))
  /** By the dimensions of the documents, which are unique to a set of the configuration. */
  const ofRun = new Map<string, DocumentMeter>()
  const extra = new Map<string, ExtraSet>()
  const variants: Variant[] = []
  let counts: readonly ExtraCount[] = []

  const meterOfSet = (set: CountedSet): DocumentMeter => {
    const key = keyOf(set)
    if (counted.has(key)) return getOrAdd(ofRun, set.dimensions.join(), () => new DocumentMeter())
    return getOrAdd(extra, key, () => {
      return { set, budget: new SeriesBudget(config.maxSeries), meter: new DocumentMeter() }
    }).meter
  }

  return {
    meterOf(sets) {
      const own = new DocumentMeter()
      const utilization = getOrAdd(ofRun, UTILIZATION, () => new DocumentMeter())
      const meter = new BillingMeter([...sets.map(meterOfSet), utilization, own])
      variants.push({ sets: new Set(sets.map(keyOf)), own, meter, folded: 0 })
      return meter
    },
    begin(now) {
      counts = [...extra.values()].map((one) => {
        const plan = one.budget.plan(now)
        return { ...one, plan, tally: new Tally([one.set], plan) }
      })
    },
    count(call, foldedByRun) {
      let folded = foldedByRun
      for (const { tally } of counts) {
        const foldedByExtra = tally.add(call)
        if (foldedByExtra.length > 0) folded = [...folded, ...foldedByExtra]
      }
      if (folded.length === 0) return
      for (const variant of variants) if (folded.some((set) => variant.sets.has(keyOf(set)))) variant.folded++
    },
    end(outcome) {
      for (const { parts, length } of outcome.lines) {
        const isUtilization = parts.metrics[0]?.name === UTILIZATION
        const part = isUtilization ? UTILIZATION : Object.keys(parts.dimensions).join()
        ofRun.get(part)?.add(parts, length)
      }
      for (const { tally, plan, meter } of counts) {
        for (const group of tally.groups())
          for (const { parts, length } of callLines(group, config, measure)) meter.add(parts, length)
        plan.commit()
      }
      for (const variant of variants) {
        const self = { ...outcome.self, counts: { ...outcome.counts, folded: variant.folded } }
        for (const { parts, length } of measure(selfDocument(self))) variant.own.add(parts, length)
        variant.meter.endInvocation(outcome.counts.received)
        variant.folded = 0
      }
    },
  }
}

/** The key of a set: its dimensions and the calls that it counts. */
function keyOf({ dimensions, counts }: CountedSet): string {
  return `${counts} ${dimensions.join()}`
}
