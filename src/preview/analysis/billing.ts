import type { ParsedMessage } from '../../core/cloudtrail/call.ts'
import type { Config } from '../../core/config.ts'
import { createPipelineOf, type OnCall, type Outcome } from '../../core/pipeline.ts'
import type { EmfLine } from '../emf-line.ts'
import type { Meter } from './bill.ts'
import { type CallsVariant, createCallsBilling } from './calls-billing.ts'
import { measure } from './measure.ts'
import { BillingMeter, billed, DocumentMeter } from './meter.ts'

/** A configuration to bill, with the name that the report shows. */
export type Variant = { readonly name: string } & (CallsVariant | ConfigVariant)

/** Any other configuration than that of the run. */
export interface ConfigVariant {
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
  /** Receives each call of a delivery. */
  readonly addCall: OnCall
  end(delivery: BilledDelivery): void
  /** In the order of the variants. */
  read(): Meter[]
}

/**
 * @param config the configuration of the run
 * @param functionName the value of the dimension FunctionName
 */
export function createBilling(variants: readonly Variant[], config: Config, functionName: string): Billing {
  const byCalls = createCallsBilling(config)
  const others: OtherBilling[] = []
  const meters = variants.map((variant) => {
    if ('sets' in variant) return byCalls.meterOf(variant)
    const other = otherBilling(variant.config, functionName)
    others.push(other)
    return other.meter
  })
  return {
    addCall: byCalls.addCall,
    end({ now, messages, outcome }) {
      byCalls.end(outcome)
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
      for (const { parts, length } of lines) documents.add(billed(parts, length))
      meter.endInvocation(counts.received)
    },
  }
}
