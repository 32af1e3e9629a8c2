import { numberText } from '../../../util/number-text.ts'
import type { ReportModel } from '../model.ts'
import { NEAR_LIMIT, type Section } from './content.ts'
import { operationName } from './names.ts'
import { column, tables, timeKind } from './table.ts'

type Closest = ReportModel['closest'][number]

/** The operations of each account that came closest to their rate limits. */
export function limitsSection(model: ReportModel): Section {
  const { closest, hasAccounts, regions } = model
  const columns = [
    column<Closest>('Operation', 'text', operationName),
    ...(hasAccounts ? [column<Closest>('Account', 'text', ({ account }) => account)] : []),
    ...(regions.length > 1 ? [column<Closest>('Region', 'text', ({ region }) => region)] : []),
    column<Closest>('Limit used', 'percent', ({ highest }) => highest.percent),
    column<Closest>('When (UTC)', timeKind(model), ({ highest }) => highest.time),
    column<Closest>('Window', 'seconds', ({ highest }) => highest.windowSeconds),
    column<Closest>('Peak (calls/s)', 'count', ({ peakPerSecond }) => peakPerSecond),
    column<Closest>('Limit (calls/s)', 'rate', ({ limitPerSecond }) => limitPerSecond),
    column<Closest>('Burst (calls)', 'text', burstText),
    column<Closest>('Top caller', 'text', ({ topCaller }) => topCaller?.name),
    column<Closest>('Source of the limit', 'link', ({ source }) => source),
  ]
  return {
    title: 'Closest to their rate limits',
    text: [
      'Each row is an operation in one account and Region. "Limit used" is the number of calls in the window, in percent of the calls that rate limit and burst allow in it. This is an estimate: at 100 %, AWS is documented to start throttling; at 50 %, calls could double. The window is the number of seconds, up to the time shown, in which the calls came closest to the limit. The burst is the number of calls that AWS allows at once; if AWS documents none, five seconds of the rate limit are assumed. If operations share a limit, "Limit used" includes the calls of all of them, and the peak only those of the row.',
      `Bars have another color from ${NEAR_LIMIT} % on, the default of the parameter RateLimitAlarmThreshold, and from 100 % on.`,
    ],
    tables: tables('Closest to their rate limits', 'rate-limits', columns, closest),
  }
}

function burstText({ bucketSize, bucketAssumed }: Closest): string {
  return bucketAssumed ? `${numberText(bucketSize)} (assumed)` : numberText(bucketSize)
}
