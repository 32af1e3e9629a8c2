import { MAX_LINE_BYTES } from '../aws-limits.ts'
import type { Config } from '../config.ts'
import type { Group, Second } from '../usage/tally.ts'
import { topCallers, topErrors } from '../usage/top.ts'
import type { Metric, Serialize, Sized } from './serialize.ts'

/** The lines for the calls of one series in one minute. */
export function callLines<Line extends Sized>(
  group: Group,
  { namespace, topCallers: most }: Config,
  serialize: Serialize<Line>,
): Line[] {
  const metrics = metricsOf(group)
  const { minute: timestamp, dimensions } = group
  const linesWith = (listed: number) =>
    serialize({ namespace, timestamp, dimensions, metrics, properties: detailsOf(group, listed) })
  let listed = most
  let lines = linesWith(listed)
  // Only names of some thousand characters get here. Everything written is ASCII, so a character is a byte.
  while (listed > 0 && lines.some((line) => line.length >= MAX_LINE_BYTES)) {
    listed = Math.floor(listed / 2)
    lines = linesWith(listed)
  }
  return lines
}

function metricsOf({ counts, seconds, errors, throttles }: Group): Metric[] {
  if (counts === 'throttles') return [{ name: 'ThrottleCount', unit: 'Count', values: [throttles] }]
  const metrics: Metric[] = [{ name: 'CallCount', unit: 'Count', values: samples(seconds) }]
  // A metric is billed even if it is always 0.
  if (errors > 0) metrics.push({ name: 'ErrorCount', unit: 'Count', values: [errors] })
  if (throttles > 0) metrics.push({ name: 'ThrottleCount', unit: 'Count', values: [throttles] })
  return metrics
}

/** The calls of each second with calls, in order of time. */
function samples(seconds: readonly Second[]): [number, ...number[]] {
  const [first = 0, ...more] = seconds.toSorted((a, b) => a.second - b.second).map(({ calls }) => calls)
  return [first, ...more]
}

function detailsOf({ details }: Group, most: number): Record<string, unknown> {
  if (details === undefined || most === 0) return {}
  const Callers = topCallers(details.callers, most)
  return details.failures === undefined ? { Callers } : { Callers, Errors: topErrors(details.failures, most) }
}
