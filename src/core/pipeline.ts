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
import { RecentCalls } from './rate-limits/recent-calls.ts'
import { beginUtilization } from './rate-limits/utilization.ts'
import { SeriesBudget } from './usage/budget.ts'
import { type Counts, newCounts } from './usage/counts.ts'
import type { CountedSet } from './usage/dimension-sets.ts'
import { SeenIds } from './usage/seen.ts'
import { Tally } from './usage/tally.ts'

/** What came of one batch of messages. Nothing is written or remembered yet. */
export interface Outcome<Line = string> {
  /** EMF lines without line breaks, the function's own last. */
  readonly lines: readonly Line[]
  readonly counts: Readonly<Counts>
  /** The content of the last line. */
  readonly self: SelfReport
  /** The first malformed message of the batch. */
  readonly malformedSample: { readonly id: string; readonly reason: string } | undefined
  /** Remembers what was counted and started. To be called once the lines are written, and not if that failed. */
  commit(): void
}

/** Counts batches of messages one after the other and remembers across them what must not count twice. */
export interface Pipeline<Line = string> {
  /**
   * Begins the batch of one invocation. It is counted together, however many payloads it comes in.
   * @param now the clock, in milliseconds since 1970
   */
  begin(now: number): Batch<Line>
  /** Counts a batch that is at hand as a whole. */
  run(messages: Iterable<ParsedMessage>, now: number): Outcome<Line>
}

export interface Batch<Line = string> {
  add(messages: Iterable<ParsedMessage>): void
  /** @param objectsSkipped objects that were delivered beside the messages but are no CloudTrail log files */
  end(objectsSkipped?: number): Outcome<Line>
}

/**
 * IDs remembered at least, beside those of the last batch. In one real trail a second delivery came up to 1,200 records
 * after the first.
 */
const REMEMBERED_IDS = 25_000

/**
 * Receives each call that is counted, before its lines are written.
 * @param folded the dimension sets in which it stands under `(other)`
 */
export type OnCounted = (call: Call, folded: readonly CountedSet[]) => void

/** @param functionName the value of the dimension FunctionName on the function's own metrics */
export function createPipeline(config: Config, functionName: string, onCounted?: OnCounted): Pipeline {
  return createPipelineOf(serialize, config, functionName, onCounted)
}

/** A pipeline that makes something else in place of each EMF line. */
export function createPipelineOf<Line extends Sized>(
  make: Serialize<Line>,
  config: Config,
  functionName: string,
  onCounted?: OnCounted,
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

    const countCall = (call: Call): keyof Counts => {
      const { dimensions, id, time } = call
      if (!config.isCounted(dimensions.Service, dimensions.Operation)) return 'filtered'
      if (time < oldest || time > newest) return 'expired'
      if (id !== undefined) {
        if (ids.has(id) || seen.has(id)) return 'duplicate'
        ids.add(id)
      }
      const folded = tally.add(call)
      if (folded.length > 0) counts.folded++
      utilization?.add(call)
      onCounted?.(call, folded)
      if (time < span.first) span.first = time
      if (time > span.last) span.last = time
      return 'counted'
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
            counts[countCall(message)]++
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

/** Whether a message is of an eventType that is not counted, malformed or not. */
function isSkipped({ eventType }: Call | Malformed, { eventTypes }: Config): boolean {
  return eventType !== undefined && !eventTypes.has(eventType)
}

function sampleOf({ id, reason }: Malformed): { id: string; reason: string } {
  return { id: validText(id ?? ''), reason }
}
