import type { Extraction } from '../../cloudwatch/extract.ts'

/** The sum of each of the function's own metrics, by name. */
export function ownSums(extraction: Extraction): Map<string, number> {
  const sums = new Map<string, number>()
  for (const { set, metric, points } of extraction.series()) {
    if (set !== 'FunctionName') continue
    const sum = points.reduce((total, point) => total + point.sum, 0)
    sums.set(metric, (sums.get(metric) ?? 0) + sum)
  }
  return sums
}

/** The least and the most seconds from a call to its delivery; undefined if none was counted. */
export function deliveryLag(
  extraction: Extraction,
): { readonly least: number; readonly most: number } | undefined {
  for (const { metric, points } of extraction.series()) {
    if (metric !== 'DeliveryLag') continue
    const least = points.reduce((lag, { minimum }) => Math.min(lag, minimum), Number.POSITIVE_INFINITY)
    return { least, most: points.reduce((lag, { maximum }) => Math.max(lag, maximum), 0) }
  }
  return undefined
}
