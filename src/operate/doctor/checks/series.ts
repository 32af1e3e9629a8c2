import { HOUR_MS, MINUTE_MS } from '../../../util/time.ts'
import { type Finding, given } from '../check.ts'
import type { Facts } from '../facts/facts.ts'
import type { Datapoint, MetricName, Metrics } from '../facts/metrics.ts'

/** The length of a datapoint, in milliseconds. */
const PERIOD_MS = 5 * MINUTE_MS

/** Datapoints that end within `backMs` before now. */
export function recent(
  metrics: Metrics,
  name: MetricName,
  now: number,
  backMs: number,
): readonly Datapoint[] {
  return (metrics.get(name) ?? []).filter(({ at }) => at + PERIOD_MS > now - backMs)
}

export function sum(points: readonly Datapoint[]): number {
  return points.reduce((total, { value }) => total + value, 0)
}

export function highest(points: readonly Datapoint[]): number {
  return points.reduce((most, { value }) => Math.max(most, value), 0)
}

/** The end of the newest datapoint above 0, in milliseconds since 1970; never in the future. */
export function lastSeen(metrics: Metrics, name: MetricName, now: number): number | undefined {
  const newest = metrics.get(name)?.find(({ value }) => value > 0)
  return newest && Math.min(now, newest.at + PERIOD_MS)
}

/** The time without records that indicates a problem: that of the silence alarm, or an hour. */
export function quietMs({ stack }: Facts): number {
  return (Number(stack.parameters.SilenceMinutes ?? 60) || 60) * MINUTE_MS
}

/** Whether the function has received records recently; undefined if unknown. */
export function isReceiving(facts: Facts): boolean | undefined {
  if (!('known' in facts.metrics)) return undefined
  const last = lastSeen(facts.metrics.known, 'received', facts.now)
  return last !== undefined && facts.now - last <= quietMs(facts)
}

/**
 * Judges events that should never happen.
 * @param judge returns the finding for their number in the last hour and in the two hours before
 */
export function never(
  facts: Facts,
  names: readonly MetricName[],
  judge: (lastHour: number, before: number) => Finding,
): Finding {
  return given(facts.metrics, (metrics) => {
    const within = (ms: number) =>
      names.reduce((total, name) => total + sum(recent(metrics, name, facts.now, ms)), 0)
    const lastHour = within(HOUR_MS)
    return judge(lastHour, within(3 * HOUR_MS) - lastHour)
  })
}
