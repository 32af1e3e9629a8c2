import type { Call } from '../../core/cloudtrail/call.ts'
import type { Dimension } from '../../core/cloudtrail/dimensions.ts'
import type { OperationFilter } from '../../core/cloudtrail/operations.ts'
import type { Config } from '../../core/config.ts'
import { callLines } from '../../core/emf/metrics.ts'
import type { DocumentParts } from '../../core/emf/serialize.ts'
import { SeriesBudget } from '../../core/usage/budget.ts'
import type { CountedSet } from '../../core/usage/dimension-sets.ts'
import { seriesKey, setName, Tally } from '../../core/usage/tally.ts'
import { measure } from './measure.ts'
import { type BilledDocument, billed, DocumentMeter } from './meter.ts'

/** The calls that a variant counts, out of those of the run, and its budget of series. */
export interface Scope {
  /** Undefined for all calls. */
  readonly keeps: OperationFilter | undefined
  readonly maxSeries: number
}

/** A document of the run and its billed usage. */
export interface RunDocument {
  readonly dimensions: DocumentParts['dimensions']
  readonly billed: BilledDocument
}

/** The documents of the run, and the calls that it counted under `(other)`, both by the keys of their sets. */
export interface RunDelivery {
  /** Milliseconds since 1970. */
  readonly now: number
  readonly documents: ReadonlyMap<string, readonly RunDocument[]>
  readonly folded: ReadonlyMap<string, readonly Call[]>
}

/** One dimension set of a variant. */
export interface SetBilling {
  readonly meter: DocumentMeter
  /** Measures a delivery. Returns the calls that are under `(other)`. @param calls those that the variant counts */
  end(calls: readonly Call[], run: RunDelivery): readonly Call[]
}

const NO_CALLS: readonly Call[] = []

/** The key of a set: its dimensions and the calls that it counts. */
export function setKey(set: CountedSet): string {
  return `${set.counts} ${setName(set)}`
}

/**
 * Measures a dimension set: from the documents of the run if the set has the same ones, or else by counting the calls again.
 * @param config that of the run
 */
export function createSetBilling(set: CountedSet, scope: Scope, config: Config): SetBilling {
  const { keeps, maxSeries } = scope
  const key = setKey(set)
  const name = setName(set)
  const meter = new DocumentMeter()
  const budget = new SeriesBudget(maxSeries)
  const isOfRun = config.dimensionSets.some((one) => setKey(one) === key)
  const isSame = isOfRun && keeps === undefined && maxSeries === config.maxSeries
  // All calls of a document have the same operation, so the scope has all of them or none.
  const mayBeSame = isOfRun && (keeps === undefined || isOfOperations(set))

  /** Those of the documents of the run that are in the scope; undefined if the set has others. */
  const sameDocuments = ({ now, documents, folded }: RunDelivery): readonly RunDocument[] | undefined => {
    if (!mayBeSame || folded.has(key)) return undefined
    const all = documents.get(key) ?? []
    const kept = all.filter((document) => isKept(document, keeps))
    const plan = budget.plan(now)
    const admits = ({ dimensions }: RunDocument) => plan.admits(name, seriesKey(set.dimensions, dimensions))
    if (!kept.every(admits)) return undefined
    plan.commit()
    return kept
  }

  const countAgain = (calls: readonly Call[], now: number): readonly Call[] => {
    const plan = budget.plan(now)
    const tally = new Tally([set], plan)
    const folded = calls.filter((call) => tally.add(call).length > 0)
    for (const group of tally.groups())
      for (const { parts, length } of callLines(group, config, measure)) meter.add(billed(parts, length))
    plan.commit()
    return folded
  }

  return {
    meter,
    end(calls, run) {
      const same = isSame ? (run.documents.get(key) ?? []) : sameDocuments(run)
      if (same === undefined) return countAgain(calls, run.now)
      for (const document of same) meter.add(document.billed)
      return (isSame ? run.folded.get(key) : undefined) ?? NO_CALLS
    },
  }
}

function isOfOperations({ dimensions }: CountedSet): boolean {
  return dimensions.includes('Service') && dimensions.includes('Operation')
}

/** Whether a scope has a call, or the calls of a document. */
export function isKept(
  { dimensions }: { readonly dimensions: Readonly<Partial<Record<Dimension, string>>> },
  keeps: Scope['keeps'],
): boolean {
  const { Service = '', Operation = '' } = dimensions
  return keeps === undefined || keeps(Service, Operation)
}
