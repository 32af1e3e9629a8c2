import { numberText, rateText, wholePercent } from '../../../util/number-text.ts'
import type { ReportModel } from '../model.ts'
import { below, explained, numbers, omitted, texts } from './column.ts'
import { listed } from './format.ts'
import { ORDERS } from './orders.ts'
import { placeColumns } from './places.ts'
import { NO_BREAK, title, wrapped } from './prose.ts'
import { table } from './table.ts'
import { timeFormat } from './time-format.ts'

type Closest = ReportModel['closest'][number]

const USED = `Used: calls in a time window, in percent of the calls that rate limit and burst allow in it. This is an estimate (see docs/rate-limits.md): at 100${NO_BREAK}%, AWS is documented to start throttling.`
const WINDOW = 'Window: the seconds, up to the time shown, in which the calls came closest to the limit.'
const PEAK =
  'Peak/s: calls in the busiest second. If operations share a limit, Used includes the calls of all of them, Peak/s only those of the row.'
const BURST =
  'Burst: calls allowed at once; ~ means that AWS documents no number and five seconds of the limit are assumed.'

/** The operations that came closest to their rate limits. */
export function closest(model: ReportModel, width: number): string[] {
  const { closest: all, top, span } = model
  if (all.length === 0)
    return [
      ...title('Operations closest to their rate limits: unknown', width),
      ...wrapped('Operations with known rate limits have too few calls to tell.', width),
    ]
  const shown = all.slice(0, top)
  const sources = new Set(shown.map(({ service, source }) => `${service}: ${source}`))
  const place = placeColumns(model, 4)
  const timeText = timeFormat(span)
  const columns = [
    explained(texts('Operation'), 'Each row is an operation in one account and Region.'),
    ...place.columns,
    explained(numbers('Used'), USED),
    texts('at (UTC)'),
    explained(omitted(6, numbers('Window')), WINDOW),
    explained(numbers('Peak/s'), PEAK),
    numbers('Limit/s'),
    explained(omitted(2, numbers('Burst')), BURST),
    below(3, texts('Top caller')),
  ]
  const rows = shown.map((one) => [
    `${one.service}:${one.operation}`,
    ...place.cells(one),
    wholePercent(one.highest.percent),
    timeText(one.highest.time),
    `${numberText(one.highest.windowSeconds)} s`,
    one.peakPerSecond,
    rateText(one.limitPerSecond),
    burstText(one),
    one.topCaller?.name ?? '',
  ])
  return [
    ...title(`Operations closest to their rate limits: ${listed(top, all.length)}, ${ORDERS.used}`, width),
    ...table(columns, rows, width),
    'Sources of the limits:',
    ...[...sources].sort().flatMap((source) => wrapped(source, width)),
  ]
}

function burstText({ bucketSize, bucketAssumed }: Closest): string {
  return `${bucketAssumed ? '~' : ''}${rateText(bucketSize)}`
}
