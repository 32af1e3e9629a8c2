import { type CallerUsage, type Extraction, mostOf } from '../../cloudwatch/extract.ts'
import { groupBy } from '../../util/group.ts'
import { type UsageRow, usageBy } from './usage.ts'

/** An operation that was throttled, with those who were, most throttled first. */
export interface ThrottledOperation {
  readonly operation: UsageRow
  readonly callers: readonly CallerUsage[]
}

export function throttledOperations(extraction: Extraction): ThrottledOperation[] {
  const callers = groupBy(extraction.callers, (usage) =>
    keyOf([usage.service, usage.operation, usage.region]),
  )
  return usageBy(['operation'], extraction)
    .filter(({ throttles = 0 }) => throttles > 0)
    .sort((a, b) => (b.throttles ?? 0) - (a.throttles ?? 0))
    .map((operation) => ({
      operation,
      callers: (callers.get(keyOf(operation.name)) ?? [])
        .filter(({ throttles }) => throttles > 0)
        .sort((a, b) => b.throttles - a.throttles || b.calls - a.calls),
    }))
}

/** A principal of an account, over all operations. */
export interface CallerTotal {
  readonly account: string
  readonly principal: string
  /** The agent that most of the calls are listed under. */
  readonly agent: string
  /** How many different agents there are, at least. */
  readonly agents: number
  readonly calls: number
  readonly throttles: number
}

/** All callers that the lines list, most throttles first, then most calls. */
export function callersOf(extraction: Extraction): CallerTotal[] {
  const byCaller = groupBy(extraction.callers, ({ account, principal }) => keyOf([account, principal]))
  return [...byCaller.values()]
    .flatMap(([first, ...others]) => (first === undefined ? [] : [callerOf(first, [first, ...others])]))
    .sort(
      (a, b) =>
        b.throttles - a.throttles ||
        b.calls - a.calls ||
        (keyOf([a.principal, a.account]) < keyOf([b.principal, b.account]) ? -1 : 1),
    )
}

function callerOf({ account, principal }: CallerUsage, usages: readonly CallerUsage[]): CallerTotal {
  const byAgent = new Map<string, number>()
  for (const { agent, calls } of usages) byAgent.set(agent, (byAgent.get(agent) ?? 0) + calls)
  const [agent] = mostOf(byAgent)
  const agents = Math.max(byAgent.size, ...usages.map((usage) => usage.agents))
  return {
    account,
    principal,
    agent,
    agents,
    calls: sum(usages, 'calls'),
    throttles: sum(usages, 'throttles'),
  }
}

/** Sum of each of the function's own metrics, by its name. */
export function ownSums(extraction: Extraction): Map<string, number> {
  const sums = new Map<string, number>()
  for (const series of extraction.series()) {
    if (series.set !== 'FunctionName') continue
    sums.set(series.metric, (sums.get(series.metric) ?? 0) + sum(series.points, 'sum'))
  }
  return sums
}

/** The first and the last minute that saw calls, in milliseconds since 1970; undefined where none did. */
export function timeSpan(extraction: Extraction): { readonly from: number; readonly to: number } | undefined {
  let [from, to] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (const { set, points } of extraction.series()) {
    if (set === 'FunctionName') continue
    from = Math.min(from, points[0]?.minute ?? from)
    to = Math.max(to, points.at(-1)?.minute ?? to)
  }
  return from <= to ? { from, to } : undefined
}

function keyOf(name: readonly string[]): string {
  return name.join('\n')
}

function sum<Name extends string>(all: readonly Readonly<Record<Name, number>>[], name: Name): number {
  return all.reduce((total, one) => total + one[name], 0)
}

/** The least and the most seconds from a call to its delivery; undefined where none was counted. */
export function deliveryLag(
  extraction: Extraction,
): { readonly least: number; readonly most: number } | undefined {
  for (const series of extraction.series()) {
    if (series.metric !== 'DeliveryLag') continue
    const { points } = series
    const least = points.reduce((lag, { minimum }) => Math.min(lag, minimum), Number.POSITIVE_INFINITY)
    return { least, most: points.reduce((lag, { maximum }) => Math.max(lag, maximum), 0) }
  }
  return undefined
}
