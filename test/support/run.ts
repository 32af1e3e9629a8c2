import assert from 'node:assert/strict'
import { type Call, type Message, parseMessage } from '../../src/core/cloudtrail/call.ts'
import { readConfig } from '../../src/core/config.ts'
import type { LineSink } from '../../src/core/emf/write.ts'
import { createPipeline, type OnCall, type Outcome, type Pipeline } from '../../src/core/pipeline.ts'
import { createHandler, type InvocationContext } from '../../src/lambda/invocation.ts'
import type { ReadObject } from '../../src/sources/source.ts'
import { message, NOW } from './records.ts'

export type Env = Record<string, string>

export const FUNCTION_NAME = 'tracker'
export const OWN_LOG_GROUP = '/aws/lambda/tracker'

export function pipeline(env: Env = {}): Pipeline {
  return createPipeline(readConfig(env), FUNCTION_NAME)
}

/** An observer of a pipeline that shows only the calls that are counted. */
export function onCounted(add: (call: Call) => unknown): OnCall {
  return (call, outcome) => {
    if (outcome === 'counted') add(call)
  }
}

/** Runs records, or texts, or messages that were made already, through a fresh pipeline. */
export function run(contents: readonly unknown[], env: Env = {}, now = NOW): Outcome {
  return runIn(pipeline(env), contents, now)
}

export function runIn(into: Pipeline, contents: readonly unknown[], now = NOW): Outcome {
  return into.run(contents.map(toMessage).map(parseMessage), now)
}

function toMessage(content: unknown): Message {
  return message(content)
}

/** A handler whose surroundings can be watched. */
export interface Watched {
  readonly handle: (event: unknown, context?: InvocationContext) => Promise<unknown>
  /** The written texts, an entry for each `write`. */
  readonly writes: string[]
  readonly warnings: Readonly<Record<string, unknown>>[]
  /** The lines written, without line breaks. */
  lines(): string[]
}

export interface WatchedOptions {
  readonly env?: Env
  readonly memoryMegabytes?: number
  readonly now?: () => number
  /** Makes a write fail. */
  readonly failWrite?: (line: string) => Error | undefined
  /** Stands for S3. */
  readonly readObject?: ReadObject
}

export function watchedHandler({
  env = {},
  memoryMegabytes = 256,
  now = () => NOW,
  failWrite,
  readObject = async () => assert.fail('no object is to be read'),
}: WatchedOptions = {}): Watched {
  const writes: string[] = []
  const warnings: Readonly<Record<string, unknown>>[] = []
  const stdout: LineSink = {
    write(line, done) {
      const error = failWrite?.(line)
      if (error === undefined) writes.push(line)
      setImmediate(done, error)
    },
  }
  const handle = createHandler({
    config: readConfig(env),
    functionName: FUNCTION_NAME,
    ownLogGroup: OWN_LOG_GROUP,
    memoryBytes: memoryMegabytes * 1024 * 1024,
    stdout,
    readObject,
    now,
    warn: (warning) => warnings.push(warning),
  })
  return { handle, writes, warnings, lines: () => writes.map((line) => line.slice(0, -1)) }
}
