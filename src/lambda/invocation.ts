import { type Message, type ParsedMessage, parseMessage } from '../core/cloudtrail/call.ts'
import type { Config } from '../core/config.ts'
import { validText } from '../core/dimension-value.ts'
import { type LineSink, writeLines } from '../core/emf/write.ts'
import { createPipeline, type Outcome } from '../core/pipeline.ts'
import { NO_DEADLINE } from '../sources/deadline.ts'
import { readEvent } from '../sources/read-event.ts'
import type { ReadObject, Report } from '../sources/source.ts'

/** The surroundings of an invocation, which tests can replace. */
export interface Surroundings {
  readonly config: Config
  readonly functionName: string
  readonly ownLogGroup: string | undefined
  /** The function's memory, in bytes. */
  readonly memoryBytes: number
  readonly stdout: LineSink
  readonly readObject: ReadObject
  /** The clock, in milliseconds since 1970. */
  readonly now: () => number
  /** Writes a structured warning. */
  readonly warn: (warning: Readonly<Record<string, unknown>>) => void
}

/** The part of Lambda's context that is used. */
export interface InvocationContext {
  getRemainingTimeInMillis?(): number
}

/** The part of the memory that an uncompressed payload may have: decoding and parsing 16 MiB peaked at 142 MiB. */
const PAYLOAD_PART = 16

/** The part that an uncompressed object may have. It needs less additional memory, because its records are parsed one at a time. */
const OBJECT_PART = 8

/**
 * The function's handler. All lines are built before the first one is written, and nothing is remembered until all are
 * written. So a failed invocation counts in full when it is retried.
 */
export function createHandler(
  around: Surroundings,
): (event: unknown, context?: InvocationContext) => Promise<Report['answer']> {
  const pipeline = createPipeline(around.config, around.functionName)
  const options = {
    maxPayloadBytes: Math.floor(around.memoryBytes / PAYLOAD_PART),
    maxObjectBytes: Math.floor(around.memoryBytes / OBJECT_PART),
    ownLogGroup: around.ownLogGroup,
    readObject: around.readObject,
  }
  return async (event, context) => {
    const remainingMs = () => context?.getRemainingTimeInMillis?.() ?? NO_DEADLINE()
    const batch = pipeline.begin(around.now())
    let payloads = 0
    const { answer, failures, objectsSkipped } = await readEvent(
      event,
      { ...options, remainingMs },
      (messages) => {
        payloads++
        batch.add(parsed(messages))
      },
    )
    // Writes nothing if there was nothing to count. For payloads from the function's own log group, any output would loop.
    if (payloads > 0 || objectsSkipped > 0) {
      const outcome = batch.end(objectsSkipped)
      await writeLines(outcome.lines, around.stdout)
      outcome.commit()
      warnOfMalformed(outcome, around.warn)
    }
    warnOfFailures(failures, around.warn)
    return answer
  }
}

/** Parses one message at a time, because all calls of a large payload would take as much memory as their texts. */
function* parsed(messages: Iterable<Message>): Generator<ParsedMessage> {
  for (const message of messages) yield parseMessage(message)
}

function warnOfMalformed({ counts, malformedSample }: Outcome, warn: Surroundings['warn']): void {
  if (malformedSample === undefined) return
  warn({
    warning: 'Messages that are not CloudTrail records were not counted',
    malformed: counts.malformed,
    sampleId: malformedSample.id,
    reason: malformedSample.reason,
  })
}

/** Warns of each failure separately, because messages in the failure queue have no reason. An event has at most ten. */
function warnOfFailures(failures: Report['failures'], warn: Surroundings['warn']): void {
  for (const { id, reason } of failures) {
    warn({
      warning: 'A payload could not be read. It was not counted and will be delivered again',
      failed: id,
      reason: validText(reason),
    })
  }
}
