import { type Document, readDocument } from '../cloudwatch/document.ts'
import { Extraction } from '../cloudwatch/extract.ts'
import type { Message } from '../core/cloudtrail/call.ts'
import { deliveryTime } from '../core/cloudtrail/log-file-key.ts'
import type { Config } from '../core/config.ts'
import { createPipeline } from '../core/pipeline.ts'
import type { Input } from '../inputs/input.ts'
import type { Meter } from './analysis/bill.ts'
import { createLimitMeter, type OperationLimit, type SourcedLimits } from './analysis/limits.ts'
import { BillingMeter } from './analysis/meter.ts'
import { deliveriesOf, inOrderOfDelivery } from './deliveries.ts'
import { combined, type LeftOut, type RecordFilter } from './filters.ts'
import { readAhead } from './read-ahead.ts'

/** A configuration to be billed, under the name that the report shows. */
export interface Variant {
  readonly name: string
  readonly config: Config
}

export interface RunOptions {
  readonly inputs: readonly Input[]
  /** Its lines are written and extracted. */
  readonly config: Config
  /** The rate limits that calls are set beside, but for those that the configuration overrides. */
  readonly limits: SourcedLimits
  /** Only records that all of them keep are counted. */
  readonly filters: readonly RecordFilter[]
  /** Only billed. */
  readonly variants: readonly Variant[]
  /** Ends the work, with its reason. */
  readonly signal: AbortSignal
  /** Writes EMF lines, which are without line breaks. */
  readonly writeLines: (lines: readonly string[]) => Promise<void>
  /** Is told of an input that can't be read, and why. What it throws ends the work. */
  readonly onBadInput: (name: string, error: unknown) => void
  /** Is shown every document that is extracted. */
  readonly onDocument: (document: Document) => void
  /** Is told how many bytes of the inputs are done, out of all. */
  readonly onProgress: (done: number, all: number) => void
}

export interface RunResult {
  readonly extraction: Extraction
  readonly filesRead: number
  readonly filesPassedOver: number
  /** The records that each filter left out, in the order of the filters. */
  readonly leftOut: readonly LeftOut[]
  /** The number of EMF lines. */
  readonly lines: number
  /** The limits of the operations that were called, the highest utilization first. */
  readonly limits: readonly OperationLimit[]
  /** What each variant would be billed for, in their order. */
  readonly meters: readonly Meter[]
  /** Whether all files tell when CloudTrail delivered them, so that DeliveryLag is known. */
  readonly knowsLag: boolean
}

/** The value of the dimension FunctionName. */
export const LOCAL_FUNCTION = 'local'

/** Runs inputs through the pipeline of the Lambda function, hands on its EMF lines and extracts them again. */
export async function runPreview(options: RunOptions): Promise<RunResult> {
  const { config, signal, writeLines, onDocument } = options
  const limitMeter = createLimitMeter(options.limits, config.rateLimits)
  const pipeline = createPipeline(config, LOCAL_FUNCTION, limitMeter.add)
  const variants = options.variants.map((variant) => ({
    // The lines of the configuration that is shown are there to be billed.
    pipeline: variant.config === config ? undefined : createPipeline(variant.config, LOCAL_FUNCTION),
    meter: new BillingMeter(),
  }))
  const extraction = new Extraction()
  const filter = combined(options.filters)
  const inputs = inOrderOfDelivery(options.inputs)
  const allBytes = inputs.reduce((sum, { bytes }) => sum + bytes, 0)
  let [doneBytes, filesRead, lines] = [0, 0, 0]
  let knowsLag = true
  for (const input of readAhead(inputs)) {
    signal.throwIfAborted()
    const read = await readOrTell(input, options.onBadInput)
    if (read !== undefined) {
      filesRead++
      const delivered = deliveryTime(input.name)
      for (const { now, messages } of deliveriesOf(read, delivered, filter.keeps)) {
        knowsLag &&= now === delivered
        const outcome = pipeline.run(messages, now)
        await writeLines(outcome.lines)
        outcome.commit()
        limitMeter.endDelivery()
        for (const document of outcome.lines.map(readDocument)) {
          extraction.add(document)
          onDocument(document)
        }
        lines += outcome.lines.length
        for (const variant of variants) {
          const billed = variant.pipeline?.run(messages, now)
          billed?.commit()
          variant.meter.add(billed ?? outcome)
        }
      }
    }
    doneBytes += input.bytes
    options.onProgress(doneBytes, allBytes)
  }
  return {
    extraction,
    filesRead,
    filesPassedOver: inputs.length - filesRead,
    leftOut: filter.leftOut(),
    lines,
    limits: limitMeter.read(),
    meters: variants.map(({ meter }) => meter.read()),
    knowsLag,
  }
}

async function readOrTell(
  input: Input,
  onBadInput: RunOptions['onBadInput'],
): Promise<Iterable<Message> | undefined> {
  try {
    return await input.read()
  } catch (error) {
    onBadInput(input.name, error)
    return undefined
  }
}
