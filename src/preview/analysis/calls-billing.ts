import type { Call } from '../../core/cloudtrail/call.ts'
import type { Config } from '../../core/config.ts'
import type { OnCall, Outcome } from '../../core/pipeline.ts'
import type { CountedSet } from '../../core/usage/dimension-sets.ts'
import { setName } from '../../core/usage/tally.ts'
import { getOrAdd } from '../../util/memo.ts'
import type { EmfLine } from '../emf-line.ts'
import { type BillingMeter, billed } from './meter.ts'
import { createScopeBilling, type Delivered, type ScopeBilling } from './scope-billing.ts'
import { type RunDocument, type Scope, setKey } from './set-billing.ts'

/**
 * A configuration that counts all calls that the run counts, or some of them, with other dimension sets or another budget of
 * series. It is cheap to measure, because the run has done most of the work.
 */
export interface CallsVariant extends Scope {
  readonly sets: readonly CountedSet[]
}

/** Measures the bills of such configurations. */
export interface CallsBilling {
  /** The meter of a configuration. Call it before the first delivery. */
  meterOf(variant: CallsVariant): BillingMeter
  /** Receives each call of a delivery. */
  readonly addCall: OnCall
  /** Ends a delivery, with its outcome in the run. */
  end(outcome: Outcome<EmfLine>): void
}

/** @param config that of the run */
export function createCallsBilling(config: Config): CallsBilling {
  /** By the names of the dimensions in a document. */
  const keys = new Map(config.dimensionSets.map((set) => [setName(set), setKey(set)]))
  const scopes: ScopeBilling[] = []
  let calls: Delivered[] = []
  let folded = new Map<string, Call[]>()

  const documentsOf = ({ lines }: Outcome<EmfLine>): Map<string, RunDocument[]> => {
    const documents = new Map<string, RunDocument[]>()
    for (const { parts, length } of lines) {
      const { dimensions, metrics } = parts
      const key = keys.get(Object.keys(dimensions).join())
      // The documents of RateLimitUtilization may have the dimensions of a set.
      if (key === undefined || metrics[0]?.name === 'RateLimitUtilization') continue
      getOrAdd(documents, key, () => []).push({ dimensions, billed: billed(parts, length) })
    }
    return documents
  }

  return {
    meterOf({ sets, keeps, maxSeries }) {
      let scope = scopes.find((one) => one.scope.keeps === keeps && one.scope.maxSeries === maxSeries)
      if (scope === undefined) {
        scope = createScopeBilling({ keeps, maxSeries }, config)
        scopes.push(scope)
      }
      return scope.meterOf(sets)
    },
    addCall(call, outcome, foldedSets) {
      calls.push({ call, outcome })
      for (const set of foldedSets) getOrAdd(folded, setKey(set), () => []).push(call)
    },
    end(outcome) {
      const run = { now: outcome.self.now, documents: documentsOf(outcome), folded }
      for (const scope of scopes) scope.end(calls, outcome, run)
      calls = []
      folded = new Map()
    },
  }
}
