import type { ReportModel } from '../model.ts'
import type { Section } from './content.ts'
import { column, tables, timeKind } from './table.ts'
import { shareText } from './words.ts'

type Operation = ReportModel['operations'][number]

/** Every operation that was called. */
export function operationsSection(model: ReportModel): Section {
  const { operations, totals, regions } = model
  const columns = [
    column<Operation>('Operation', 'text', ({ name: [service, operation] }) => `${service}:${operation}`),
    ...(regions.length > 1 ? [column<Operation>('Region', 'text', ({ name: [, , region] }) => region)] : []),
    column<Operation>('Calls', 'count', ({ calls }) => calls),
    column<Operation>('Share', 'share', ({ calls }) => (100 * calls) / totals.calls),
    column<Operation>('Errors', 'count', ({ errors }) => errors),
    column<Operation>('Throttled', 'count', ({ throttles }) => throttles),
    column<Operation>('Most calls in a second', 'count', ({ peak }) => peak),
    column<Operation>('Busiest second (UTC)', timeKind(model), ({ peakTime }) => peakTime),
    column<Operation>('Rate limit (calls per second)', 'rate', ({ limitPerSecond }) => limitPerSecond),
    column<Operation>('Limit used', 'percent', ({ utilizationPercent }) => utilizationPercent),
    column<Operation>('Top caller (share)', 'text', ({ topCaller, calls }) => shareText(topCaller, calls)),
  ]
  return {
    title: 'Operations',
    text: [
      'Errors include throttled calls. The rate limit is the one that AWS documents, in the account that came closest to it. "Limit used" is an estimate: at 100 %, AWS is documented to start throttling.',
    ],
    tables: tables('Operations', 'operations', columns, operations),
  }
}
