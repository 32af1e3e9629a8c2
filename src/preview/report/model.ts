import { type Dashboard, PERIOD_SECONDS, type WidgetView } from '../../cloudwatch/dashboard.ts'
import type { Extraction } from '../../cloudwatch/extract.ts'
import type { GivenLimits, OverriddenLimit } from '../../inputs/limits.ts'
import { type AccountNames, namedAccounts, namedUsage, namedWidget } from '../analysis/account-names.ts'
import {
  ALARM_METRICS,
  ASSUMED,
  type Bill,
  HOURS_OF_MONTH,
  type Meter,
  monthlyBill,
  type Prices,
} from '../analysis/bill.ts'
import {
  type CallerTotal,
  callersOf,
  deliveryLag,
  ownSums,
  type ThrottledOperation,
  throttledOperations,
  timeSpan,
} from '../analysis/breakdown.ts'
import {
  type ClosestOperation,
  closestOperations,
  type LimitedUsageRow,
  withLimits,
} from '../analysis/closest.ts'
import { type Comparison, compare } from '../analysis/compare.ts'
import { columnsOf, type Grouping, usageBy } from '../analysis/usage.ts'
import type { LeftOut } from '../filters.ts'
import type { RunResult } from '../run.ts'

/** The function's own counts of records; all but the first are parts of the first. */
export interface RecordCounts {
  readonly RecordsReceived: number
  readonly RecordsCounted: number
  readonly RecordsMalformed: number
  readonly RecordsDuplicate: number
  readonly RecordsSkipped: number
  readonly RecordsFiltered: number
  readonly RecordsExpired: number
}

/** A time of which calls are missing, though the user asked for them. */
export interface NotRead {
  /** Such as `event history of eu-west-1`. */
  readonly source: string
  readonly from: number
  readonly to: number
  readonly reason: string
}

/** Calls that the user might expect in the counts and that are not in them. */
export interface Gaps {
  /** What each filter of the user left out. */
  readonly leftOut: readonly LeftOut[]
  readonly notRead: readonly NotRead[]
}

/** Everything that a report says, as plain data. Times are in milliseconds since 1970, money in dollars a month. */
export interface ReportModel extends Gaps {
  readonly files: { readonly read: number; readonly passedOver: number }
  /** Without the records that filters left out. */
  readonly records: RecordCounts
  /** Counted calls that stand under `(other)`. */
  readonly callsFolded: number
  /** The first and the last minute with calls; undefined if there were none. */
  readonly span: { readonly from: number; readonly to: number } | undefined
  /** Whether the names of all files tell when they were delivered. */
  readonly knowsLag: boolean
  /** Seconds from a call to its delivery, where the names of the files tell. */
  readonly lag: { readonly least: number; readonly most: number } | undefined
  /** The parts of the grouping, separated by commas: `account,principal`. */
  readonly grouping: string
  /** The heads of the columns for `UsageRow.name`. */
  readonly columns: readonly string[]
  readonly usage: readonly LimitedUsageRow[]
  readonly throttled: readonly ThrottledOperation[]
  /** The operations of each account that came closest to their rate limits, the highest utilization first. */
  readonly closest: readonly ClosestOperation[]
  /** What `--limits` gave. */
  readonly givenLimits: {
    /** The names of the files. */
    readonly files: readonly string[]
    readonly overridden: readonly OverriddenLimit[]
    /** Names of quotas that look like a rate but are not understood. */
    readonly notUnderstood: readonly string[]
  }
  readonly callers: readonly CallerTotal[]
  /** Whether the callers are of more than one account. */
  readonly hasAccounts: boolean
  readonly comparison: Comparison | undefined
  /** Of the older trail. */
  readonly baselineGaps: Gaps | undefined
  /** TOP_CALLERS of the configuration. */
  readonly topCallers: number
  /** Rows of each list that a report for people shows. */
  readonly top: number
  /** The bill of the configuration, then those of the alternatives. */
  readonly bills: readonly { readonly name: string; readonly meter: Meter; readonly bill: Bill }[]
  readonly assumed: typeof ASSUMED & { readonly alarmMetrics: number; readonly hoursOfMonth: number }
  readonly prices: Prices
  /** The widgets of the dashboard, and the period of their values; no widgets unless a page is made. */
  readonly dashboard: { readonly periodSeconds: number; readonly widgets: readonly WidgetView[] }
  /** Where the page is written; undefined if none is. */
  readonly htmlPath: string | undefined
  /** Where the EMF lines are written; undefined if they are not. */
  readonly emf: { readonly path: string; readonly lines: number } | undefined
}

/** What is said of an older trail. */
export interface BaselineInput extends Gaps {
  readonly extraction: Extraction
}

/** What a report is made from. */
export interface ReportInput {
  readonly result: RunResult
  readonly notRead: readonly NotRead[]
  /** An older trail to compare with. */
  readonly baseline: BaselineInput | undefined
  /** The names of the configurations that were metered, in their order. */
  readonly variants: readonly string[]
  readonly prices: Prices
  /** The limits that the run used. */
  readonly limits: Pick<GivenLimits, 'overridden' | 'notUnderstood'>
  /** The names of the files that gave them. */
  readonly limitFiles: readonly string[]
  /** Was shown every document; undefined if no page is made. */
  readonly dashboard: Dashboard | undefined
  readonly grouping: Grouping
  /** Names to show for accounts. */
  readonly accountNames: AccountNames
  readonly topCallers: number
  readonly top: number
  readonly htmlPath: string | undefined
  readonly emfPath: string | undefined
}

/** Computes once everything that the forms of the report show. */
export function reportModel(input: ReportInput): ReportModel {
  const { notRead, grouping, topCallers, top, prices, htmlPath, emfPath, baseline, accountNames } = input
  const { extraction, knowsLag, filesRead, filesPassedOver, leftOut, limits, lines, meters } = input.result
  const columns = columnsOf(grouping)
  const own = ownSums(extraction)
  const count = (metric: string) => own.get(metric) ?? 0
  const callers = callersOf(extraction)
  return {
    files: { read: filesRead, passedOver: filesPassedOver },
    notRead,
    records: recordCounts(count),
    leftOut,
    callsFolded: count('CallsFolded'),
    span: timeSpan(extraction),
    knowsLag,
    lag: knowsLag ? deliveryLag(extraction) : undefined,
    grouping: grouping.join(),
    columns,
    usage: withLimits(usageBy(grouping, extraction), columns, limits).map((row) =>
      namedUsage(row, columns, accountNames),
    ),
    throttled: throttledOperations(extraction).map((one) => ({
      ...one,
      callers: namedAccounts(one.callers, accountNames),
    })),
    closest: namedAccounts(closestOperations(limits, extraction.callers), accountNames),
    givenLimits: {
      files: input.limitFiles,
      overridden: input.limits.overridden,
      notUnderstood: input.limits.notUnderstood,
    },
    callers: namedAccounts(callers, accountNames),
    hasAccounts: new Set(callers.map(({ account }) => account)).size > 1,
    comparison: baseline && compare(baseline.extraction, extraction),
    baselineGaps: baseline && { leftOut: baseline.leftOut, notRead: baseline.notRead },
    topCallers,
    top,
    bills: meters.map((meter, i) => ({
      name: input.variants[i] ?? '',
      meter,
      bill: monthlyBill(meter, prices),
    })),
    assumed: { ...ASSUMED, alarmMetrics: ALARM_METRICS, hoursOfMonth: HOURS_OF_MONTH },
    prices,
    dashboard: { periodSeconds: PERIOD_SECONDS, widgets: widgetsOf(input) },
    htmlPath,
    emf: emfPath === undefined ? undefined : { path: emfPath, lines },
  }
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

/** Unless the files tell when they were delivered, their lag is that of an assumed clock and is not drawn. */
function widgetsOf({
  dashboard,
  accountNames,
  result: { extraction, knowsLag },
}: ReportInput): readonly WidgetView[] {
  const series = [...extraction.series()].filter(({ metric }) => knowsLag || metric !== 'DeliveryLag')
  return dashboard?.draw(series).map((widget) => namedWidget(widget, accountNames)) ?? []
}
