import type { ReportModel } from '../model.ts'
import type { Section } from './content.ts'
import { shareText } from './share-text.ts'
import { column, tables, timeKind } from './table.ts'

type Operation = ReportModel['operations'][number]

/** All operations that were called. */
export function operationsSection(model: ReportModel): Section {
  const { operations, totals, regions, hasAccounts } = model
  const columns = [
    column<Operation>('Operation', 'text', ({ name: [service, operation] }) => `${service}:${operation}`),
    ...(regions.length > 1 ? [column<Operation>('Region', 'text', ({ name: [, , region] }) => region)] : []),
    column<Operation>('Calls', 'count', ({ calls }) => calls),
    column<Operation>('Share', 'share', ({ calls }) => (100 * calls) / totals.calls),
    column<Operation>('Errors', 'count', ({ errors }) => errors),
    column<Operation>('Throttled', 'count', ({ throttles }) => throttles),
    column<Operation>('Peak (calls/s)', 'count', ({ peak }) => peak),
    column<Operation>('Peak at (UTC)', timeKind(model), ({ peakTime }) => peakTime),
    column<Operation>('Limit (calls/s)', 'rate', ({ limitPerSecond }) => limitPerSecond),
    column<Operation>('Limit used', 'percent', ({ utilizationPercent }) => utilizationPercent),
    column<Operation>('Top caller (share)', 'text', ({ topCaller, calls }) => shareText(topCaller, calls)),
  ]
  return {
    title: 'Operations',
    text: [
      `Throttled calls also count as errors. The peak is the number of calls in the busiest second${hasAccounts ? ', of all accounts together' : ''}. "Limit used" is an estimate${hasAccounts ? ', for the account that came closest to its limit, as limits apply per account' : ''}: at 100 %, AWS is documented to start throttling. It is empty if no limit is known, or if there are too few calls to tell.`,
    ],
    tables: tables('Operations', 'operations', columns, operations),
  }
}
