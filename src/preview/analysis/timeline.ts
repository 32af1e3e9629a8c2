import type { Extraction, Point, Series } from '../../cloudwatch/extract.ts'
import { getOrAdd } from '../../util/memo.ts'
import { type AccountNames, accountText } from './account-names.ts'

/** Counts over time, for charts. All times are in seconds since 1970. */
export interface Timeline {
  /** Start of the first period. */
  readonly from: number
  /** End of the last period. */
  readonly to: number
  /**
   * Lengths of periods in seconds: that of the data, which is the finest of which no more than `MAX_PERIODS` are in the span,
   * and then its multiples.
   */
  readonly periods: readonly number[]
  /** Calls in each period, by service. */
  readonly calls: readonly Line[]
  /** Calls in the busiest second of each period, by operation. */
  readonly peaks: readonly Line[]
  /** The highest `RateLimitUtilization` of each period in percent, by operation and account. */
  readonly utilization: readonly Line[]
  /** Throttled calls in each period, by operation. */
  readonly throttles: readonly Line[]
  /** Failed calls in each period, by operation. */
  readonly errors: readonly Line[]
}

/** One line of a chart. */
export interface Line {
  readonly label: string
  /** The periods that have a value, numbered from the first of the timeline. */
  readonly values: readonly (readonly [period: number, value: number])[]
  /** Whether the line is the sum of everything without its own line. */
  readonly isRest: boolean
}

/** Seconds. Each is a multiple of the previous one, so that periods can be added up. */
const PERIODS = [60, 300, 900, 3600, 10_800, 21_600, 86_400] as const

/** Enough for a day in minutes. */
const MAX_PERIODS = 1500

/** Number of lines that a reader can tell apart. */
const MAX_LINES = 8

interface Chart {
  readonly set: string
  readonly metric: string
  readonly statistic: 'sum' | 'maximum'
  /** The dimensions that name a line. */
  readonly by: readonly string[]
}

const OPERATION = ['Service', 'Operation', 'Region'] as const
const OF_OPERATIONS = { set: OPERATION.join(), by: OPERATION } as const
const LIMITED = [...OPERATION, 'Account'] as const

const CHARTS = {
  calls: { set: 'Service,Region', metric: 'CallCount', statistic: 'sum', by: ['Service'] },
  peaks: { ...OF_OPERATIONS, metric: 'CallCount', statistic: 'maximum' },
  utilization: { set: LIMITED.join(), metric: 'RateLimitUtilization', statistic: 'maximum', by: LIMITED },
  throttles: { ...OF_OPERATIONS, metric: 'ThrottleCount', statistic: 'sum' },
  errors: { ...OF_OPERATIONS, metric: 'ErrorCount', statistic: 'sum' },
} as const satisfies Record<string, Chart>

/**
 * Puts the counts of a trail into periods. Labels include the Region and the account only if there are several.
 * Reads the series twice, one at a time: the points of all series of a large trail would not fit in memory.
 * @param span the times of the first and the last call, in milliseconds since 1970
 */
export function timelineOf(
  extraction: Extraction,
  span: { readonly from: number; readonly to: number },
  accountNames: AccountNames,
): Timeline {
  const periods = periodsIn(span)
  const charts = {
    calls: chartLines(CHARTS.calls, periods),
    peaks: chartLines(CHARTS.peaks, periods),
    utilization: chartLines(CHARTS.utilization, periods),
    throttles: chartLines(CHARTS.throttles, periods),
    errors: chartLines(CHARTS.errors, periods),
  }
  const byMetric = new Map(Object.values(charts).map((chart) => [chart.key, chart]))
  const chartOf = ({ set, metric }: Series) => byMetric.get(`${set} ${metric}`)
  const varied = { Region: new Set<string>(), Account: new Set<string>() }
  for (const series of extraction.series()) {
    const { Region, Account } = series.dimensions
    if (Region !== undefined) varied.Region.add(Region)
    if (Account !== undefined) varied.Account.add(Account)
    chartOf(series)?.rank(series)
  }
  for (const chart of byMetric.values()) chart.choose()
  for (const series of extraction.series()) chartOf(series)?.add(series)

  const labelOf = ({ Service, Operation, Region, Account = '' }: Series['dimensions']) => {
    if (Operation === undefined) return `${Service}`
    const region = varied.Region.size > 1 ? ` ${Region}` : ''
    const account = varied.Account.size > 1 && Account !== '' ? ` ${accountText(Account, accountNames)}` : ''
    return `${Service}:${Operation}${region}${account}`
  }
  return {
    ...periods,
    calls: charts.calls.read(labelOf),
    peaks: charts.peaks.read(labelOf),
    utilization: charts.utilization.read(labelOf),
    throttles: charts.throttles.read(labelOf),
    errors: charts.errors.read(labelOf),
  }
}

type Periods = Pick<Timeline, 'from' | 'to' | 'periods'>

function periodsIn(span: { readonly from: number; readonly to: number }): Periods {
  const all = PERIODS.map((period, i) => ({
    from: Math.floor(span.from / 1000 / period) * period,
    to: (Math.floor(span.to / 1000 / period) + 1) * period,
    periods: PERIODS.slice(i),
  }))
  const isFine = ({ from, to, periods: [period = 1] }: Periods) => (to - from) / period <= MAX_PERIODS
  return all.find(isFine) ?? all.at(-1) ?? { from: 0, to: 0, periods: [] }
}

interface Ranked {
  readonly dimensions: Series['dimensions']
  value: number
  readonly values: Map<number, number>
}

/**
 * The lines of a chart: those with the highest values over the whole time, highest first, and for sums one line for all
 * the others. Takes every series to rank and then, after `choose`, every series to add.
 */
function chartLines({ set, metric, statistic, by }: Chart, { from, periods: [period = 1] }: Periods) {
  const combine = statistic === 'sum' ? (a: number, b: number) => a + b : Math.max
  const numberOf = (point: Point) => (statistic === 'sum' ? point.sum : point.maximum)
  const keyOf = ({ dimensions }: Series) => by.map((name) => dimensions[name]).join('\n')
  const ranks = new Map<string, Ranked>()
  let top: readonly (readonly [string, Ranked])[] = []
  const rest = new Map<number, number>()
  return {
    key: `${set} ${metric}`,
    rank(series: Series): void {
      const { dimensions, points } = series
      const rank = getOrAdd(ranks, keyOf(series), () => ({ dimensions, value: 0, values: new Map() }))
      for (const point of points) rank.value = combine(rank.value, numberOf(point))
    },
    choose(): void {
      const ranked = [...ranks].sort(([keyA, a], [keyB, b]) => b.value - a.value || (keyA < keyB ? -1 : 1))
      top = ranked.slice(0, MAX_LINES)
      ranks.clear()
      for (const [key, line] of top) ranks.set(key, line)
    },
    add(series: Series): void {
      const values = ranks.get(keyOf(series))?.values ?? rest
      for (const point of series.points) {
        const index = Math.floor((point.minute / 1000 - from) / period)
        values.set(index, combine(values.get(index) ?? 0, numberOf(point)))
      }
    },
    read(labelOf: (dimensions: Series['dimensions']) => string): Line[] {
      const lines = top.map(([, { dimensions, values }]) => lineOf(labelOf(dimensions), values, false))
      const hasRest = statistic === 'sum' && rest.size > 0
      return hasRest ? [...lines, lineOf('all others', rest, true)] : lines
    },
  }
}

function lineOf(label: string, values: ReadonlyMap<number, number>, isRest: boolean): Line {
  return { label, values: [...values].sort(([a], [b]) => a - b), isRest }
}
