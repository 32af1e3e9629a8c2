import { counted } from '../../../util/number-text.ts'
import type { ReportModel } from '../model.ts'
import type { Section } from './content.ts'
import { shareText } from './share-text.ts'
import { type ColumnOf, column, tables, timeKind } from './table.ts'

type Caller = ReportModel['callers'][number]
type Account = ReportModel['accounts'][number]

/** The accounts and the callers. */
export function callersSection(model: ReportModel): Section {
  const { callers, accounts, hasAccounts } = model
  const numbers = numberColumns(model)
  const accountColumns = [
    column<Account>('Account', 'text', ({ name: [account] }) => account),
    ...numbers,
    column<Account>('Top caller (share)', 'text', ({ topCaller, calls }) => shareText(topCaller, calls)),
  ]
  const callerColumns = [
    column<Caller>('Caller', 'text', ({ principal }) => principal),
    ...(hasAccounts ? [column<Caller>('Account', 'text', ({ account }) => account)] : []),
    ...numbers,
    column<Caller>('Agent', 'text', agentText),
  ]
  return {
    title: hasAccounts ? 'Accounts and callers' : 'Callers',
    text: [
      'Throttled calls also count as errors. The agent is the program that made most of the calls, from the userAgent.',
    ],
    tables: [
      ...(hasAccounts ? tables('Accounts', 'accounts', accountColumns, accounts) : []),
      ...tables('Callers', 'callers', callerColumns, callers),
    ],
  }
}

/** The columns that accounts and callers have in common. */
function numberColumns(model: ReportModel): ColumnOf<Account | Caller>[] {
  return [
    column('Calls', 'count', ({ calls }) => calls),
    column('Errors', 'count', ({ errors }) => errors),
    column('Throttled', 'count', ({ throttles }) => throttles),
    column('Peak (calls/s)', 'count', ({ peak }) => peak),
    column('Peak at (UTC)', timeKind(model), ({ peakTime }) => peakTime),
    column('Top operation (share)', 'text', ({ topOperation, calls }) => shareText(topOperation, calls)),
  ]
}

/** The agent with the most calls, and the minimum number of others. */
function agentText({ agent, agents }: Caller): string {
  return agents > 1 ? `${agent} and ${counted(agents - 1, 'other')}` : agent
}
