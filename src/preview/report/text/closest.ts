import type { ReportModel } from '../model.ts'
import { below, numbers, omitted, texts } from './column.ts'
import { listed, numberText, perSecond, usedText } from './format.ts'
import { placeColumns } from './places.ts'
import { NO_BREAK, title, wrapped } from './prose.ts'
import { table } from './table.ts'
import { timeFormat } from './time-format.ts'

type Closest = ReportModel['closest'][number]

const LEGEND = `Used: the calls within the seconds next to it, in percent of the calls that the limit allows in them. It is an estimate: at 100${NO_BREAK}%, AWS is documented to start throttling. Burst: calls that are allowed at once, ~ if five seconds of the limit are assumed because AWS documents no number. docs/rate-limits.md explains both.`

/** Which operations came closest to their rate limits. */
export function closest(model: ReportModel, width: number): string[] {
  const { closest: all, top, span } = model
  if (all.length === 0)
    return [
      ...title('Closest to their rate limits', width),
      ...wrapped('No operation with a known limit has enough calls to tell.', width),
    ]
  const shown = all.slice(0, top)
  const sources = new Set(shown.map(({ service, source }) => `${service}: ${source}`))
  const place = placeColumns(model, 4)
  const timeText = timeFormat(span)
  const columns = [
    texts('Operation'),
    ...place.columns,
    numbers('Used'),
    texts('at (UTC)'),
    omitted(6, numbers('Within')),
    numbers('Peak/s'),
    numbers('Limit/s'),
    omitted(2, numbers('Burst')),
    below(3, texts('Top caller')),
  ]
  const rows = shown.map((one) => [
    `${one.service}:${one.operation}`,
    ...place.cells(one),
    usedText(one.highest.percent),
    timeText(one.highest.time),
    `${numberText(one.highest.windowSeconds)} s`,
    one.peakPerSecond,
    perSecond(one.limitPerSecond),
    burstText(one),
    one.topCaller?.name ?? '',
  ])
  return [
    ...title(
      `Closest to their rate limits: ${listed(top, all.length)} ${all.length === 1 ? 'operation' : 'operations'}`,
      width,
    ),
    ...table(columns, rows, width),
    ...wrapped(LEGEND, width),
    'Sources of the limits:',
    ...[...sources].sort().flatMap((source) => wrapped(source, width)),
  ]
}

function burstText({ bucketSize, bucketAssumed }: Closest): string {
  return `${bucketAssumed ? '~' : ''}${perSecond(bucketSize)}`
}
