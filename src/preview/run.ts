import { Extraction } from '../cloudwatch/extract.ts'
import type { Message, ParsedMessage } from '../core/cloudtrail/call.ts'
import { deliveryTime } from '../core/cloudtrail/log-file-key.ts'
import type { Config } from '../core/config.ts'
import { createPipelineOf } from '../core/pipeline.ts'
import type { Input } from '../inputs/input.ts'
import { eventLoopTurns } from '../util/event-loop.ts'
import type { Meter } from './analysis/bill.ts'
import { createBilling, type Variant } from './analysis/billing.ts'
import { type CountedCalls, createCallMeter } from './analysis/call-meter.ts'
import type { Grouping } from './analysis/grouping.ts'
import { createLimitMeter, type OperationLimit, type SourcedLimits } from './analysis/limits.ts'
import { deliveriesOf, inOrderOfDelivery } from './deliveries.ts'
import { emfLines } from './emf-line.ts'
import { combined, type LeftOut, type RecordFilter } from './filters.ts'
import { readAhead } from './read-ahead.ts'

export interface RunOptions {
  readonly inputs: readonly Input<Message | ParsedMessage>[]
  /** The configuration that the EMF lines are written with. */
  readonly config: Config
  /** The rate limits to compare calls with, unless the configuration overrides them. */
  readonly limits: SourcedLimits
  /** How the report groups calls. */
  readonly grouping: Grouping
  /** A record is counted only if all filters keep it. */
  readonly filters: readonly RecordFilter[]
  /** Configurations that are only billed. */
  readonly variants: readonly Variant[]
  /** Ends the run, with its reason. */
  readonly signal: AbortSignal
  /** Writes EMF lines, given without line breaks. */
  readonly writeLines: (lines: readonly string[]) => void
  /** Receives each input that can't be read, with the reason. An exception that it throws ends the run. */
  readonly onBadInput: (name: string, error: unknown) => void
  /** Receives the number of bytes done, out of all inputs. */
  readonly onProgress: (done: number, all: number) => void
}

export interface RunResult {
  readonly extraction: Extraction
  readonly counted: CountedCalls
  readonly filesRead: number
  readonly filesSkipped: number
  /** The records that each filter left out, in the order of the filters. */
  readonly leftOut: readonly LeftOut[]
  /** The number of EMF lines. */
  readonly lines: number
  /** The limits of the operations that were called, the highest utilization first. */
  readonly limits: readonly OperationLimit[]
  /** The billed usage of each variant, in their order. */
  readonly meters: readonly Meter[]
  /** Whether all file names have the time of delivery, so that DeliveryLag is known. */
  readonly knowsLag: boolean
}

/** Reading local files never yields to the event loop, so the run yields this often for signals and the progress bar. */
const TURN_MS = 50

/** The value of the dimension FunctionName. */
export const LOCAL_FUNCTION = 'local'

/** Runs inputs through the pipeline of the Lambda function, passes on its EMF lines and extracts their metrics. */
export async function runPreview(options: RunOptions): Promise<RunResult> {
  const { config, signal, writeLines } = options
  const limitMeter = createLimitMeter(options.limits, config.rateLimits)
  const callMeter = createCallMeter(options.grouping)
  const billing = createBilling(options.variants, config, LOCAL_FUNCTION)
  const pipeline = createPipelineOf(emfLines, config, LOCAL_FUNCTION, (call, outcome, folded) => {
    billing.addCall(call, outcome, folded)
    if (outcome !== 'counted') return
    limitMeter.add(call)
    callMeter.add(call)
  })
  const extraction = new Extraction()
  const filter = combined(options.filters)
  const inputs = inOrderOfDelivery(options.inputs)
  const allBytes = inputs.reduce((sum, { bytes }) => sum + bytes, 0)
  let [doneBytes, filesRead, lines] = [0, 0, 0]
  let knowsLag = true
  const turn = eventLoopTurns(TURN_MS)
  for (const input of readAhead(inputs)) {
    await turn()
    signal.throwIfAborted()
    const read = await readOrTell(input, options.onBadInput)
    // An input that was interrupted may be incomplete.
    signal.throwIfAborted()
    if (read !== undefined) {
      filesRead++
      const delivered = deliveryTime(input.name)
      for (const { now, messages } of deliveriesOf(read, delivered, filter.keeps)) {
        knowsLag &&= now === delivered
        const outcome = pipeline.run(messages, now)
        writeLines(outcome.lines.map(({ text }) => text))
        outcome.commit()
        limitMeter.endDelivery()
        for (const { document } of outcome.lines) extraction.add(document)
        billing.end({ now, messages, outcome })
        lines += outcome.lines.length
      }
    }
    doneBytes += input.bytes
    options.onProgress(doneBytes, allBytes)
  }
  return {
    extraction,
    counted: callMeter.read(),
    filesRead,
    filesSkipped: inputs.length - filesRead,
    leftOut: filter.leftOut(),
    lines,
    limits: limitMeter.read(),
    meters: billing.read(),
    knowsLag,
  }
}

async function readOrTell<Item>(
  input: Input<Item>,
  onBadInput: RunOptions['onBadInput'],
): Promise<Iterable<Item> | undefined> {
  try {
    return await input.read()
  } catch (error) {
    onBadInput(input.name, error)
    return undefined
  }
}
