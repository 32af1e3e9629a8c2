import { secondText } from '../../../util/time.ts'
import type { ReportModel } from '../model.ts'
import { listed, perSecond, usedText } from './format.ts'
import { bold, type Column, cellText, left, narrowed, right, table } from './table.ts'

type Closest = ReportModel['closest'][number]

/** A narrow table leaves out some of them, in the order of their numbers. */
const columnsOf = (hasAccounts: boolean): Column[] => [
  left('Operation'),
  ...(hasAccounts ? [{ ...left('Account'), leaveOut: 5 }] : []),
  left('Region'),
  right('Used'),
  { ...left('When (UTC)'), leaveOut: 4 },
  { ...right('Window'), leaveOut: 2 },
  right('Peak/s'),
  right('Limit/s'),
  { ...right('Bucket'), leaveOut: 3 },
  { ...right('Source'), leaveOut: 1 },
  { ...left('Top caller'), cutFirst: true },
]

/** Which operations came closest to their rate limits. */
export function closest({ closest: all, hasAccounts, top }: ReportModel, width: number): string[] {
  if (all.length === 0)
    return [bold('Closest to their limits: no operation with a known limit has enough calls to tell')]
  const shown = all.slice(0, top)
  const sources = [...new Set(shown.map(({ source }) => source))]
  const rows = shown.map((one) => [
    `${one.service} ${one.operation}`,
    ...(hasAccounts ? [one.account] : []),
    one.region,
    usedText(one.highest.percent),
    secondText(one.highest.time),
    `${cellText(one.highest.windowSeconds)} s`,
    one.peakPerSecond,
    perSecond(one.limitPerSecond),
    bucketText(one),
    `[${sources.indexOf(one.source) + 1}]`,
    one.topCaller?.name ?? '',
  ])
  const fitting = narrowed(columnsOf(hasAccounts), rows, width)
  return [
    bold(
      `Closest to their limits: ${listed(top, all.length)} ${all.length === 1 ? 'operation' : 'operations'}`,
    ),
    table(fitting.columns, fitting.rows, width),
    'Used is an estimate: at 100 %, AWS is documented to start throttling.',
    'Bucket is the number of calls it holds; ~ assumes five seconds of the limit.',
    "The project's docs/rate-limits.md explains both.",
    ...(fitting.leftOut.length > 0 ? [`Not shown in this width: ${fitting.leftOut.join(', ')}`] : []),
    ...sources.map((source, i) => (fitting.leftOut.includes('Source') ? source : `[${i + 1}] ${source}`)),
  ]
}

function bucketText({ bucketSize, bucketAssumed }: Closest): string {
  return `${bucketAssumed ? '~' : ''}${perSecond(bucketSize)}`
}
