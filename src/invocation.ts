import { type Message, type ParsedMessage, parseMessage } from './cloudtrail/call.ts'
import type { Config } from './config.ts'
import { type LineSink, writeLines } from './emf/write.ts'
import { createPipeline, type Outcome } from './pipeline.ts'
import type { Delivery } from './sources/source.ts'
import { readEvent } from './sources/sources.ts'

/** What surrounds an invocation: in Lambda the real things, in tests others. */
export interface Surroundings {
  readonly config: Config
  readonly functionName: string
  readonly ownLogGroup: string | undefined
  /** The function's memory, in bytes. */
  readonly memoryBytes: number
  readonly stdout: LineSink
  /** The clock, in milliseconds since 1970. */
  readonly now: () => number
  /** Takes a structured warning. */
  readonly warn: (warning: Readonly<Record<string, unknown>>) => void
}

/** The part of the memory that a payload may inflate to: decoding and parsing 16 MiB peaked at 142 MiB. */
const INFLATED_PART = 16

/**
 * The function's handler. All lines are built before the first is written, and only when all are written is anything
 * remembered: an invocation that fails counts in full when it is retried.
 */
export function createHandler(around: Surroundings): (event: unknown) => Promise<Delivery['answer']> {
  const pipeline = createPipeline(around.config, around.functionName)
  const options = {
    maxInflatedBytes: Math.floor(around.memoryBytes / INFLATED_PART),
    ownLogGroup: around.ownLogGroup,
  }
  return async (event) => {
    const delivery = await readEvent(event, options)
    if (delivery === undefined) return undefined
    const outcome = pipeline.run(parsed(delivery.messages), around.now())
    await writeLines(outcome.lines, around.stdout)
    outcome.commit()
    warnOfMalformed(outcome, around.warn)
    return delivery.answer
  }
}

/** One at a time: all calls of a large payload at once would take as much memory as their texts. */
function* parsed(messages: Iterable<Message>): Generator<ParsedMessage> {
  for (const message of messages) yield parseMessage(message)
}

function warnOfMalformed({ counts, malformedSample }: Outcome, warn: Surroundings['warn']): void {
  if (malformedSample === undefined) return
  warn({
    warning: 'Messages that are no CloudTrail records were not counted',
    malformed: counts.malformed,
    sampleId: malformedSample.id,
    reason: malformedSample.reason,
  })
}
