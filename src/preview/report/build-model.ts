import { isDeepStrictEqual } from 'node:util'
import type { GivenLimits } from '../../inputs/limits.ts'
import { type AccountNames, namedAccounts, namedUsage } from '../analysis/account-names.ts'
import {
  ALARM_METRICS,
  ASSUMED,
  HOURS_OF_MONTH,
  monthlyBill,
  monthlyBillOfHour,
  type Prices,
} from '../analysis/bill.ts'
import { type CountedCalls, LISTS } from '../analysis/call-meter.ts'
import { callersOf, errorsOf, throttledOperations } from '../analysis/callers.ts'
import { closestOperations, withLimits } from '../analysis/closest.ts'
import { type Change, type Comparison, compare } from '../analysis/compare.ts'
import { columnsOf, type Grouping } from '../analysis/grouping.ts'
import { deliveryLag, ownSums } from '../analysis/own-metrics.ts'
import { type Sort, sorted, sortedCallers } from '../analysis/sort.ts'
import { timelineOf } from '../analysis/timeline.ts'
import { totalOf, usageBy } from '../analysis/usage.ts'
import type { RunResult } from '../run.ts'
import type { ConfigurationBill, Gaps, RecordCounts, ReportModel, SameBill, Setting } from './model.ts'

/** The counts of the baseline. */
export interface BaselineInput extends Gaps {
  readonly counted: CountedCalls
}

/** The input of a report. */
export interface ReportInput extends Pick<Gaps, 'notRead'> {
  readonly result: RunResult
  /** The inputs, as the user names them. */
  readonly sources: readonly string[]
  readonly settings: readonly Setting[]
  /** The older calls to compare with. */
  readonly baseline: BaselineInput | undefined
  /** The names of the configurations that were metered, in their order. */
  readonly variants: readonly string[]
  readonly prices: Prices
  /** The limits of the run. */
  readonly limits: Pick<GivenLimits, 'overridden' | 'notUnderstood'>
  /** The names of the files with limits. */
  readonly limitFiles: readonly string[]
  readonly grouping: Grouping
  readonly sort: Sort | undefined
  /** Names to show for accounts. */
  readonly accountNames: AccountNames
  readonly top: number
  /** Undefined if no page is written. */
  readonly htmlPath: string | undefined
  readonly htmlAddress: string | undefined
  readonly csvPath: string | undefined
  readonly emfPath: string | undefined
}

/** Computes everything that the forms of the report show. */
export function reportModel(input: ReportInput): ReportModel {
  const { result, notRead, grouping, sort, top, prices, htmlPath, csvPath, baseline, accountNames } = input
  const { extraction, counted, knowsLag, leftOut, limits } = result
  const own = ownSums(extraction)
  const count = (metric: string) => own.get(metric) ?? 0
  const columns = columnsOf(grouping)
  const bills = billsOf(input)
  const accounts = byThrottles(usageBy(LISTS.accounts, counted))
  return {
    files: { read: result.filesRead, skipped: result.filesSkipped },
    sources: input.sources,
    settings: input.settings,
    notRead,
    records: recordCounts(count),
    leftOut,
    callsFolded: count('CallsFolded'),
    callsUnderOther: counted.callsUnderOther,
    span: counted.span,
    knowsLag,
    lag: knowsLag ? deliveryLag(extraction) : undefined,
    totals: totalOf(counted),
    regions: [...new Set(counted.groups.map(({ values }) => values.Region))].sort(),
    operationCount: new Set(counted.groups.map(({ values }) => `${values.Service}:${values.Operation}`)).size,
    grouping: grouping.join(),
    sort,
    columns,
    usage: usageRows(input, columns),
    operations: withLimits(usageBy(LISTS.operations, counted), LISTS.operations, limits),
    accounts: accounts.map((row) => namedUsage(row, LISTS.accounts, accountNames)),
    throttled: throttledOperations(counted).map((one) => ({
      ...one,
      callers: namedAccounts(one.callers, accountNames),
    })),
    closest: namedAccounts(closestOperations(limits, counted), accountNames),
    givenLimits: {
      files: input.limitFiles,
      overridden: input.limits.overridden,
      notUnderstood: input.limits.notUnderstood,
    },
    callers: namedAccounts(sortedCallers(callersOf(counted), sort), accountNames),
    errors: namedAccounts(errorsOf(counted), accountNames),
    hasAccounts: accounts.length > 1,
    comparison: baseline && namedComparison(compare(baseline.counted, counted), accountNames),
    comparesAccounts: new Set([counted, baseline?.counted].flatMap(accountsIn)).size > 1,
    baselineGaps: baseline && { leftOut: baseline.leftOut, notRead: baseline.notRead },
    top,
    bills,
    sameBills: sameBills(bills, count('CallsFolded')),
    assumed: { ...ASSUMED, alarmMetrics: ALARM_METRICS, hoursOfMonth: HOURS_OF_MONTH },
    prices,
    timeline:
      htmlPath === undefined || counted.span === undefined
        ? undefined
        : timelineOf(extraction, counted.span, accountNames),
    htmlPath,
    htmlAddress: input.htmlAddress,
    csvPath,
    emf: input.emfPath === undefined ? undefined : { path: input.emfPath, lines: result.lines },
  }
}

/** Throttled accounts come first, unless the user chooses another order. */
function usageRows(
  { result: { counted, limits }, sort, accountNames }: ReportInput,
  columns: ReturnType<typeof columnsOf>,
): ReportModel['usage'] {
  const rows = withLimits(usageBy(columns, counted), columns, limits)
  const inOrder = columns.includes('Account') ? byThrottles(rows) : rows
  return (sort === undefined ? inOrder : sorted(inOrder, sort)).map((row) =>
    namedUsage(row, columns, accountNames),
  )
}

function accountsIn(counted: CountedCalls | undefined): string[] {
  return counted?.groups.map(({ values }) => values.Account) ?? []
}

/** The callers have the names of their accounts. */
function namedComparison(comparison: Comparison, names: AccountNames): Comparison {
  const named = (changes: readonly Change[]) => changes.map((one) => namedUsage(one, LISTS.callers, names))
  const { appeared, disappeared, grown } = comparison.callers
  return {
    ...comparison,
    callers: { appeared: named(appeared), disappeared: named(disappeared), grown: named(grown) },
  }
}

function byThrottles<Row extends { readonly throttles: number }>(rows: readonly Row[]): Row[] {
  return rows.toSorted((a, b) => b.throttles - a.throttles)
}

function billsOf({ result: { meters }, variants, prices }: ReportInput): ConfigurationBill[] {
  return meters.map((meter, i) => ({
    name: variants[i] ?? '',
    meter,
    bill: monthlyBill(meter, prices),
    typicalHour: monthlyBillOfHour(meter, meter.typicalHour, prices),
    busiestHour: monthlyBillOfHour(meter, meter.busiestHour, prices),
  }))
}

/** @param callsFolded calls that the configuration counts as `(other)` */
function sameBills([chosen, ...others]: readonly ConfigurationBill[], callsFolded: number): SameBill[] {
  return others
    .filter(({ meter }) => isDeepStrictEqual(meter, chosen?.meter))
    .map(({ name }) => ({
      name,
      reason:
        name.startsWith('MAX_SERIES=') && callsFolded === 0
          ? 'no dimension set has more series than that in an hour'
          : 'it makes no difference to these calls',
    }))
}

function recordCounts(count: (metric: keyof RecordCounts) => number): RecordCounts {
  return {
    RecordsReceived: count('RecordsReceived'),
    RecordsCounted: count('RecordsCounted'),
    RecordsMalformed: count('RecordsMalformed'),
    RecordsDuplicate: count('RecordsDuplicate'),
    RecordsSkipped: count('RecordsSkipped'),
    RecordsFiltered: count('RecordsFiltered'),
    RecordsExpired: count('RecordsExpired'),
  }
}
