import type { ReportModel } from '../model.ts'
import { type Cell, type Column, numbers, omitted, texts } from './column.ts'
import { timeFormat } from './time-format.ts'

type CallNumbers = ReportModel['totals']

/** The columns for the numbers of calls and their peak, in lists of accounts or callers. */
export interface CallColumns {
  readonly columns: readonly Column[]
  readonly cells: (calls: CallNumbers) => readonly Cell[]
}

export function callColumns({ span }: Pick<ReportModel, 'span'>): CallColumns {
  const timeText = timeFormat(span)
  return {
    columns: [
      numbers('Calls'),
      numbers('Errors'),
      numbers('Throttled'),
      omitted(2, numbers('Peak/s')),
      omitted(1, texts('at (UTC)')),
    ],
    cells: ({ calls, errors, throttles, peak, peakTime }) => [
      calls,
      errors,
      throttles,
      peak,
      timeText(peakTime),
    ],
  }
}
