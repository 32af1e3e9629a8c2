import type { ReportModel } from '../model.ts'
import { type CsvCell, type CsvTable, csvTime } from './table.ts'

type Row = ReportModel['accounts'][number]
type LimitedRow = ReportModel['operations'][number]

const NUMBERS = ['calls', 'errors', 'throttled_calls', 'peak_calls_per_second', 'peak_time']
const TOP_CALLER = ['top_caller', 'top_caller_calls']
const TOP_OPERATION = ['top_operation', 'top_operation_calls']
const LIMITS = ['rate_limit_per_second', 'limit_used_percent']

const USAGE: CsvTable = {
  file: 'usage.csv',
  columns: ({ columns }) => [
    ...columns.map((column) => column.toLowerCase().replaceAll(' ', '_')),
    ...[...NUMBERS, ...LIMITS, ...TOP_CALLER, ...TOP_OPERATION],
  ],
  rowsOf: ({ usage }) =>
    usage.map((row) => [
      ...row.name,
      ...numbersOf(row),
      ...limitsOf(row),
      ...topOf(row.topCaller),
      ...topOf(row.topOperation),
    ]),
}

const OPERATIONS: CsvTable = {
  file: 'operations.csv',
  columns: ['service', 'operation', 'region', ...NUMBERS, ...LIMITS, ...TOP_CALLER],
  rowsOf: ({ operations }) =>
    operations.map((row) => [...row.name, ...numbersOf(row), ...limitsOf(row), ...topOf(row.topCaller)]),
}

const ACCOUNTS: CsvTable = {
  file: 'accounts.csv',
  columns: ['account', ...NUMBERS, ...TOP_CALLER, ...TOP_OPERATION],
  rowsOf: ({ accounts }) =>
    accounts.map((row) => [
      ...row.name,
      ...numbersOf(row),
      ...topOf(row.topCaller),
      ...topOf(row.topOperation),
    ]),
}

const CALLERS: CsvTable = {
  file: 'callers.csv',
  columns: ['account', 'principal', ...NUMBERS, 'agent', 'agents', ...TOP_OPERATION],
  rowsOf: ({ callers }) =>
    callers.map((caller) => [
      caller.account,
      caller.principal,
      ...numbersOf(caller),
      caller.agent,
      caller.agents,
      ...topOf(caller.topOperation),
    ]),
}

/** The tables of calls, by grouping, operation, account and caller. */
export const USAGE_TABLES: readonly CsvTable[] = [USAGE, OPERATIONS, ACCOUNTS, CALLERS]

function numbersOf({ calls, errors, throttles, peak, peakTime }: ReportModel['totals']): readonly CsvCell[] {
  return [calls, errors, throttles, peak, peak === 0 ? undefined : csvTime(peakTime)]
}

function limitsOf({ limitPerSecond, utilizationPercent }: LimitedRow): readonly CsvCell[] {
  return [limitPerSecond, utilizationPercent]
}

function topOf(top: Row['topCaller']): readonly CsvCell[] {
  return [top?.name, top?.calls]
}
