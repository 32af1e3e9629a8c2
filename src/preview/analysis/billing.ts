import type { ParsedMessage } from '../../core/cloudtrail/call.ts'
import type { Config } from '../../core/config.ts'
import { createPipelineOf, type OnCounted, type Outcome } from '../../core/pipeline.ts'
import type { CountedSet } from '../../core/usage/dimension-sets.ts'
import type { EmfLine } from '../emf-line.ts'
import type { Meter } from './bill.ts'
import { measure } from './measure.ts'
import { BillingMeter, DocumentMeter } from './meter.ts'
import { createSetsBilling } from './sets-billing.ts'

/** A configuration to bill, with the name that the report shows. */
export type Variant = SetsVariant | ConfigVariant

/** The configuration of the run with other dimension sets. It is cheap to measure, because the run has done most of the work. */
export interface SetsVariant {
  readonly name: string
  readonly sets: readonly CountedSet[]
}

export interface ConfigVariant {
  readonly name: string
  readonly config: Config
}

/** One delivery and its outcome. */
export interface BilledDelivery {
  /** Milliseconds since 1970. */
  readonly now: number
  readonly messages: readonly ParsedMessage[]
  readonly outcome: Outcome<EmfLine>
}

/** Measures the bills of variants of a configuration during a run. */
export interface Billing {
  /** Begins a delivery. @param now in milliseconds since 1970 */
  begin(now: number): void
  /** Adds a call that the run counts. */
  readonly count: OnCounted
  end(delivery: BilledDelivery): void
  /** In the order of the variants. */
  read(): Meter[]
}

/**
 * @param config the configuration of the run
 * @param functionName the value of the dimension FunctionName
 */
export function createBilling(variants: readonly Variant[], config: Config, functionName: string): Billing {
  const bySets = createSetsBilling(config)
  const others: OtherBilling[] = []
  const meters = variants.map((variant) => {
    if ('sets' in variant) return bySets.meterOf(variant.sets)
    const other = otherBilling(variant.config, functionName)
    others.push(other)
    return other.meter
  })
  return {
    begin: bySets.begin,
    count: bySets.count,
    end({ now, messages, outcome }) {
      bySets.end(outcome)
      for (const { run } of others) run(messages, now)
    },
    read: () => meters.map((meter) => meter.read()),
  }
}

interface OtherBilling {
  readonly meter: BillingMeter
  readonly run: (messages: readonly ParsedMessage[], now: number) => void
}

/** Measures a configuration by counting everything again. */
function otherBilling(config: Config, functionName: string): OtherBilling {
  const pipeline = createPipelineOf(measure, config, functionName)
  const documents = new DocumentMeter()
  const meter = new BillingMeter([documents])
  return {
    meter,
    run(messages, now) {
      const { lines, counts, commit } = pipeline.run(messages, now)
      commit()
      for (const { parts, length } of lines) documents.add(parts, length)
      meter.endInvocation(counts.received)
    },
  }
}
