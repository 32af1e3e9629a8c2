import { MAX_AHEAD_MS } from './aws-limits.ts'
import type { Call, Malformed, ParsedMessage } from './cloudtrail/call.ts'
import type { Config } from './config.ts'
import { validText } from './dimension-value.ts'
import { callLines } from './emf/metrics.ts'
import { type SelfReport, selfDocument } from './emf/self.ts'
import { type Serialize, type Sized, serialize } from './emf/serialize.ts'
import { utilizationLines } from './emf/utilization.ts'
import { createBucketFinder } from './rate-limits/buckets.ts'
import { documentedLimits } from './rate-limits/documented-limits.ts'
import type { Utilization } from './rate-limits/minute-maxima.ts'
import { RecentCalls } from './rate-limits/recent-calls.ts'
import { beginUtilization } from './rate-limits/utilization.ts'
import { SeriesBudget } from './usage/budget.ts'
import { type Counts, newCounts } from './usage/counts.ts'
import type { CountedSet } from './usage/dimension-sets.ts'
import { SeenIds } from './usage/seen.ts'
import { Tally } from './usage/tally.ts'

/** The result of one batch of messages. Nothing has been written or remembered yet. */
export interface Outcome<Line = string> {
  /** EMF lines without line breaks. The function's own document comes last. */
  readonly lines: readonly Line[]
  readonly counts: Readonly<Counts>
  /** The content of the last line. */
  readonly self: SelfReport
  /** The content of the lines of RateLimitUtilization. */
  readonly utilizations: readonly Utilization[]
  /** The first malformed message of the batch. */
  readonly malformedSample: { readonly id: string; readonly reason: string } | undefined
  /** Remembers the counted records and the started series. Call it once the lines are written, and not if that failed. */
  commit(): void
}

/** Counts batches of messages one after the other, and remembers across batches which records have been counted. */
export interface Pipeline<Line = string> {
  /**
   * Begins the batch of one invocation, which is counted together even if it has several payloads.
   * @param now the clock, in milliseconds since 1970
   */
  begin(now: number): Batch<Line>
  /** Counts a batch that is available as a whole. */
  run(messages: Iterable<ParsedMessage>, now: number): Outcome<Line>
}

export interface Batch<Line = string> {
  add(messages: Iterable<ParsedMessage>): void
  /** @param objectsSkipped delivered objects that aren't CloudTrail log files */
  end(objectsSkipped?: number): Outcome<Line>
}

/**
 * Minimum number of IDs to remember, in addition to those of the last batch. In one real trail, duplicates came up to 1,200
 * records after the first delivery.
 */
const REMEMBERED_IDS = 25_000

/** The outcome of a call. */
export type CallOutcome = 'filtered' | 'expired' | 'duplicate' | 'counted'

/**
 * Receives the outcome of each call, before its lines are written.
 * @param folded the dimension sets in which it stands under `(other)`, if it is counted
 */
export type OnCall = (call: Call, outcome: CallOutcome, folded: readonly CountedSet[]) => void

const NOWHERE: readonly CountedSet[] = []

/** @param functionName value of the dimension FunctionName in the function's own metrics */
export function createPipeline(config: Config, functionName: string, onCall?: OnCall): Pipeline {
  return createPipelineOf(serialize, config, functionName, onCall)
}

/** A pipeline that makes something else in place of each EMF line. */
export function createPipelineOf<Line extends Sized>(
  make: Serialize<Line>,
  config: Config,
  functionName: string,
  onCall?: OnCall,
): Pipeline<Line> {
  const seen = new SeenIds(REMEMBERED_IDS)
  const budget = new SeriesBudget(config.maxSeries)
  const findBuckets = createBucketFinder(documentedLimits, config.rateLimits)
  const recent = new RecentCalls()

  const begin = (now: number): Batch<Line> => {
    const plan = budget.plan(now)
    const tally = new Tally(config.dimensionSets, plan)
    const utilization = config.utilizationFrom > 0 ? beginUtilization(findBuckets, recent) : undefined
    const ids = new Set<string>()
    const oldest = Math.max(0, now - config.maxAgeMs)
    const newest = now + MAX_AHEAD_MS
    const counts = newCounts()
    const span = { first: Number.POSITIVE_INFINITY, last: Number.NEGATIVE_INFINITY }
    let malformedSample: Outcome['malformedSample']

    const outcomeOf = ({ dimensions, id, time }: Call): CallOutcome => {
      if (!config.isCounted(dimensions.Service, dimensions.Operation)) return 'filtered'
      if (time < oldest || time > newest) return 'expired'
      if (id !== undefined) {
        if (ids.has(id) || seen.has(id)) return 'duplicate'
        ids.add(id)
      }
      return 'counted'
    }

    /** Returns the dimension sets in which the call is under `(other)`. */
    const count = (call: Call): readonly CountedSet[] => {
      const folded = tally.add(call)
      if (folded.length > 0) counts.folded++
      utilization?.add(call)
      if (call.time < span.first) span.first = call.time
      if (call.time > span.last) span.last = call.time
      return folded
    }

    return {
      add(messages) {
        for (const message of messages) {
          counts.received++
          if (message.kind === 'summary' || isSkipped(message, config)) {
            counts.skipped++
          } else if (message.kind === 'malformed') {
            counts.malformed++
            malformedSample ??= sampleOf(message)
          } else {
            const outcome = outcomeOf(message)
            counts[outcome]++
            const folded = outcome === 'counted' ? count(message) : NOWHERE
            onCall?.(message, outcome, folded)
          }
        }
      },
      end(objectsSkipped = 0) {
        const lines: Line[] = []
        for (const group of tally.groups()) lines.push(...callLines(group, config, make))
        const limited = utilization?.end(config.utilizationFrom)
        if (limited !== undefined)
          lines.push(...utilizationLines(limited.utilizations, plan, config.namespace, make))
        const lag = { newest: now - span.last, oldest: now - span.first }
        const { namespace } = config
        const self = { namespace, functionName, now, counts, objectsSkipped, lag }
        lines.push(...make(selfDocument(self)))
        return {
          lines,
          counts,
          self,
          utilizations: limited?.utilizations ?? [],
          malformedSample,
          commit() {
            seen.remember(ids)
            plan.commit()
            limited?.commit()
          },
        }
      },
    }
  }

  return {
    begin,
    run(messages, now) {
      const batch = begin(now)
      batch.add(messages)
      return batch.end()
    },
  }
}

/** Whether a message has an eventType that is not counted, even if it is malformed. */
function isSkipped({ eventType }: Call | Malformed, { eventTypes }: Config): boolean {
  return eventType !== undefined && !eventTypes.has(eventType)
}

function sampleOf({ id, reason }: Malformed): { id: string; reason: string } {
  return { id: validText(id ?? ''), reason }
}
