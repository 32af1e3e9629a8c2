import type { Line } from '../../../../cloudwatch/dashboard.ts'
import type { Span } from './zoom.ts'

/** The values of the periods in a span. */
export function valuesIn({ values }: Line, { from, to }: Span): Line['values'] {
  return values.filter(([at]) => at >= from && at < to)
}

/** The line's own statistic over a span; undefined without data. */
export function overall(line: Line, span: Span): number | undefined {
  const values = valuesIn(line, span).map(([, value]) => value)
  if (values.length === 0) return undefined
  if (line.statistic === 'Sum') return values.reduce((sum, value) => sum + value, 0)
  return values.reduce((a, b) => (line.statistic === 'Maximum' ? Math.max(a, b) : Math.min(a, b)))
}
