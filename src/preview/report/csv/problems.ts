import { type CsvTable, csvTime } from './table.ts'

const OPERATION = ['service', 'operation', 'region'] as const

const THROTTLED: CsvTable = {
  file: 'throttled.csv',
  columns: [
    ...OPERATION,
    'operation_throttled_calls',
    'operation_calls',
    'account',
    'principal',
    'agent',
    'agents',
    'throttled_calls',
    'calls',
  ],
  rowsOf: ({ throttled }) =>
    throttled.flatMap(({ operation, callers }) =>
      callers.map((caller) => [
        ...operation.name,
        operation.throttles,
        operation.calls,
        caller.account,
        caller.principal,
        caller.agent,
        caller.agents,
        caller.throttles,
        caller.calls,
      ]),
    ),
}

const ERRORS: CsvTable = {
  file: 'errors.csv',
  columns: ['error_code', ...OPERATION, 'account', 'principal', 'calls', 'throttled_calls'],
  rowsOf: ({ errors }) =>
    errors.map((one) => [
      one.code,
      one.service,
      one.operation,
      one.region,
      one.account,
      one.principal,
      one.calls,
      one.throttles,
    ]),
}

const CLOSEST: CsvTable = {
  file: 'closest.csv',
  columns: [
    ...OPERATION,
    'account',
    'limit_used_percent',
    'time',
    'within_seconds',
    'peak_calls_per_second',
    'rate_limit_per_second',
    'burst_calls',
    'burst_is_assumed',
    'source',
    'top_caller',
    'top_caller_calls',
  ],
  rowsOf: ({ closest }) =>
    closest.map((one) => [
      one.service,
      one.operation,
      one.region,
      one.account,
      one.highest.percent,
      csvTime(one.highest.time),
      one.highest.windowSeconds,
      one.peakPerSecond,
      one.limitPerSecond,
      one.bucketSize,
      String(one.bucketAssumed),
      one.source,
      one.topCaller?.name,
      one.topCaller?.calls,
    ]),
}

/** The tables of throttled calls, errors and rate limits. */
export const PROBLEM_TABLES: readonly CsvTable[] = [THROTTLED, ERRORS, CLOSEST]
