import type { Call, Malformed, ParsedMessage } from './cloudtrail/call.ts'
import type { Config } from './config.ts'
import { callLines } from './emf/metrics.ts'
import { selfLines } from './emf/self.ts'
import { validText } from './emf/text.ts'
import { MAX_AHEAD_MS } from './limits.ts'
import { SeriesBudget } from './usage/budget.ts'
import { type Counts, newCounts } from './usage/counts.ts'
import { SeenIds } from './usage/seen.ts'
import { Tally } from './usage/tally.ts'

/** What came of one batch of messages. Nothing is written or remembered yet. */
export interface Outcome {
  /** EMF lines without line breaks, the function's own last. */
  readonly lines: readonly string[]
  readonly counts: Readonly<Counts>
  /** The first malformed message of the batch. */
  readonly malformedSample: { readonly id: string; readonly reason: string } | undefined
  /** Remembers what was counted and started. To be called once the lines are written, and not if that failed. */
  commit(): void
}

/** Counts batches of messages one after the other and remembers across them what must not count twice. */
export interface Pipeline {
  /** @param now the clock, in milliseconds since 1970 */
  run(messages: readonly ParsedMessage[], now: number): Outcome
}

/** IDs remembered at least. In one real trail a second delivery came up to 1,200 records after the first. */
const REMEMBERED_IDS = 25_000

/** @param functionName the value of the dimension FunctionName on the function's own metrics */
export function createPipeline(config: Config, functionName: string): Pipeline {
  const seen = new SeenIds(REMEMBERED_IDS)
  const budget = new SeriesBudget(config.maxSeries)

  return {
    run(messages, now) {
      const plan = budget.plan(now)
      const tally = new Tally(config.dimensionSets, plan)
      const ids = new Set<string>()
      const oldest = Math.max(0, now - config.maxAgeMs)
      const newest = now + MAX_AHEAD_MS
      const counts = newCounts(messages.length)
      const counted = { first: Number.POSITIVE_INFINITY, last: Number.NEGATIVE_INFINITY }
      let malformedSample: Outcome['malformedSample']

      const count = (call: Call): keyof Counts => {
        const { dimensions, id, time } = call
        if (!config.isCounted(dimensions.Service, dimensions.Operation)) return 'filtered'
        if (time < oldest || time > newest) return 'expired'
        if (id !== undefined) {
          if (ids.has(id) || seen.has(id)) return 'duplicate'
          ids.add(id)
        }
        if (tally.add(call)) counts.folded++
        if (time < counted.first) counted.first = time
        if (time > counted.last) counted.last = time
        return 'counted'
      }

      for (const message of messages) {
        if (isSkipped(message, config)) {
          counts.skipped++
        } else if (message.kind === 'malformed') {
          counts.malformed++
          malformedSample ??= sampleOf(message)
        } else {
          counts[count(message)]++
        }
      }

      const lines: string[] = []
      for (const group of tally.groups()) lines.push(...callLines(group, config))
      const lag = { newest: now - counted.last, oldest: now - counted.first }
      lines.push(...selfLines({ namespace: config.namespace, functionName, now, counts, lag }))
      return {
        lines,
        counts,
        malformedSample,
        commit() {
          seen.remember(ids)
          plan.commit()
        },
      }
    },
  }
}

function isSkipped(
  message: ParsedMessage,
  { eventTypes }: Config,
): message is Exclude<ParsedMessage, Call | Malformed> {
  if (message.kind === 'summary') return true
  return message.eventType !== undefined && !eventTypes.has(message.eventType)
}

function sampleOf({ id, reason }: Malformed): { id: string; reason: string } {
  return { id: validText(id ?? ''), reason }
}
