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
      unit: 'failed calls',
      note: 'Errors include throttled calls.',
      ...counts,
      lines: errors,
    },
    {
      title: 'Most calls in a second, by operation',
      unit: 'calls per second',
      note: 'Peaks are those of the metric CallCount: at least, because CloudTrail can deliver the calls of one second in several files. The tables have the exact ones.',
      statistic: 'maximum',
      isZeroWithout: true,
      lines: peaks,
    },
    {
      title: 'High use of rate limits, by operation',
      unit: 'percent of the limit',
      note: 'The metric RateLimitUtilization, an estimate; the dashed line is the documented limit. It has values only from RATE_LIMIT_UTILIZATION_FROM on, 50 percent by default.',
      statistic: 'maximum',
      isZeroWithout: false,
      limit: 100,
      lines: utilization,
    },
  ]
}
