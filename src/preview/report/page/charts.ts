import type { ReportModel } from '../model.ts'
import type { Chart, ChartGroup } from './content.ts'

type Timeline = NonNullable<ReportModel['timeline']>

/** The charts that have data. */
export function chartGroup({ timeline }: ReportModel): ChartGroup | undefined {
  if (timeline === undefined) return undefined
  const { from, to, periods } = timeline
  return { from, to, periods, charts: chartsOf(timeline).filter(({ lines }) => lines.length > 0) }
}

function chartsOf({ calls, throttles, errors, peaks, utilization }: Timeline): Chart[] {
  const counts = { statistic: 'sum', isZeroWithout: true } as const
  return [
    { title: 'Calls by service', unit: 'calls', note: '', ...counts, lines: calls },
    { title: 'Throttled calls by operation', unit: 'throttled calls', note: '', ...counts, lines: throttles },
    {
      title: 'Errors by operation',
      unit: 'errors',
      note: 'Throttled calls also count as errors.',
      ...counts,
      lines: errors,
    },
    {
      title: 'Peaks by operation',
      unit: 'calls per second',
      note: 'A peak is the number of calls in the busiest second. These are maximums of the metric CallCount, which can be too low if CloudTrail delivers the calls of one second in several files. The tables show the exact peaks.',
      statistic: 'maximum',
      isZeroWithout: true,
      lines: peaks,
    },
    {
      title: 'Rate limits used, by operation',
      unit: 'percent of the limit',
      note: 'These are maximums of the metric RateLimitUtilization, an estimate. The dashed line is the limit. The metric has no values below RATE_LIMIT_UTILIZATION_FROM, 50 percent by default.',
      statistic: 'maximum',
      isZeroWithout: false,
      limit: 100,
      lines: utilization,
    },
  ]
}
