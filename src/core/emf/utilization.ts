import { OTHER } from '../dimension-value.ts'
import type { LimitedDimensions } from '../rate-limits/buckets.ts'
import type { Utilization } from '../rate-limits/minute-maxima.ts'
import type { SeriesPlan } from '../usage/budget.ts'
import type { DocumentParts, Serialize, Sized } from './serialize.ts'

/** Key of the metric's series in the series budget, separate from those of a dimension set with the same dimensions. */
const SERIES = 'RateLimitUtilization'

/**
 * The lines of the metric RateLimitUtilization, one for each operation of an account and minute. Series beyond the
 * budget are combined as `(other)`, with the highest utilization among them.
 */
export function utilizationLines<Line extends Sized>(
  utilizations: readonly Utilization[],
  plan: SeriesPlan,
  namespace: string,
  serialize: Serialize<Line>,
): Line[] {
  const lines: Line[] = []
  const folded = new Map<string, Utilization>()
  for (const one of utilizations) {
    const { bucket, minute, percent } = one
    const { Service, Operation, Region, Account } = bucket.dimensions
    if (plan.admits(SERIES, [Service, Operation, Region, Account].join('\n'))) {
      const properties = { RateLimit: bucket.refillPerSecond }
      lines.push(...serialize(documentOf(bucket.dimensions, one, namespace, properties)))
      continue
    }
    const key = `${Service}\n${Region}\n${minute}`
    if (percent > (folded.get(key)?.percent ?? 0)) folded.set(key, one)
  }
  for (const one of folded.values()) {
    const dimensions = { ...one.bucket.dimensions, Operation: OTHER, Account: OTHER }
    lines.push(...serialize(documentOf(dimensions, one, namespace)))
  }
  return lines
}

function documentOf(
  dimensions: LimitedDimensions,
  { minute, percent }: Utilization,
  namespace: string,
  properties: Readonly<Record<string, unknown>> = {},
): DocumentParts {
  return {
    namespace,
    timestamp: minute,
    dimensions,
    metrics: [{ name: 'RateLimitUtilization', unit: 'Percent', values: [percent] }],
    properties,
  }
}
