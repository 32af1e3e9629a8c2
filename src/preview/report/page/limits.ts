import type { ReportModel } from '../model.ts'
import type { Section } from './content.ts'
import { operationName } from './names.ts'
import { column, tables, timeKind } from './table.ts'
import { numberText } from './words.ts'

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
    column<Closest>('Measured over', 'seconds', ({ highest }) => highest.windowSeconds),
    column<Closest>('Most calls in a second', 'count', ({ peakPerSecond }) => peakPerSecond),
    column<Closest>('Rate limit (calls per second)', 'rate', ({ limitPerSecond }) => limitPerSecond),
    column<Closest>('Burst (calls)', 'text', burstText),
    column<Closest>('Top caller', 'text', ({ topCaller }) => topCaller?.name),
    column<Closest>('Source of the limit', 'link', ({ source }) => source),
  ]
  return {
    title: 'Closest to their rate limits',
    text: [
      '"Limit used" is an estimate: at 100 %, AWS is documented to start throttling; at 50 %, calls could double. It is measured over the number of seconds in which the calls came closest. A burst is the number of calls that AWS allows at once; if AWS documents none, five seconds of the rate limit are assumed.',
    ],
    tables: tables('Closest to their rate limits', 'rate-limits', columns, closest),
  }
}

function burstText({ bucketSize, bucketAssumed }: Closest): string {
  return bucketAssumed ? `${numberText(bucketSize)} (assumed)` : numberText(bucketSize)
}
