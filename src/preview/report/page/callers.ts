import type { ReportModel } from '../model.ts'
import type { Section } from './content.ts'
import { column, tables, timeKind } from './table.ts'
import { counted, shareText } from './words.ts'

type Caller = ReportModel['callers'][number]
type Account = ReportModel['accounts'][number]

/** Who made the calls, in which account. */
export function callersSection(model: ReportModel): Section {
  const { callers, accounts, hasAccounts } = model
  const busiest = timeKind(model)
  const accountColumns = [
    column<Account>('Account', 'text', ({ name: [account] }) => account),
    column<Account>('Calls', 'count', ({ calls }) => calls),
    column<Account>('Errors', 'count', ({ errors }) => errors),
    column<Account>('Throttled', 'count', ({ throttles }) => throttles),
    column<Account>('Most calls in a second', 'count', ({ peak }) => peak),
    column<Account>('Busiest second (UTC)', busiest, ({ peakTime }) => peakTime),
    column<Account>('Top operation (share)', 'text', ({ topOperation, calls }) =>
      shareText(topOperation, calls),
    ),
    column<Account>('Top caller (share)', 'text', ({ topCaller, calls }) => shareText(topCaller, calls)),
  ]
  const callerColumns = [
    column<Caller>('Caller', 'text', ({ principal }) => principal),
    ...(hasAccounts ? [column<Caller>('Account', 'text', ({ account }) => account)] : []),
    column<Caller>('Calls', 'count', ({ calls }) => calls),
    column<Caller>('Errors', 'count', ({ errors }) => errors),
    column<Caller>('Throttled', 'count', ({ throttles }) => throttles),
    column<Caller>('Most calls in a second', 'count', ({ peak }) => peak),
    column<Caller>('Busiest second (UTC)', busiest, ({ peakTime }) => peakTime),
    column<Caller>('Top operation (share)', 'text', ({ topOperation, calls }) =>
      shareText(topOperation, calls),
    ),
    column<Caller>('Program (user agent)', 'text', programText),
  ]
  return {
    title: hasAccounts ? 'Accounts and callers' : 'Callers',
    text: ['Errors include throttled calls.'],
    tables: [
      ...(hasAccounts ? tables('Accounts', 'accounts', accountColumns, accounts) : []),
      ...tables('Callers', 'callers', callerColumns, callers),
    ],
  }
}

/** The program with the most calls, and how many others there are at least. */
function programText({ agent, agents }: Caller): string {
  return agents > 1 ? `${agent} and ${counted(agents - 1, 'other')}` : agent
}
