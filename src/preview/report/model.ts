import type { OverriddenLimit } from '../../inputs/limits.ts'
import type { ASSUMED, Bill, Meter, Prices } from '../analysis/bill.ts'
import type { CallerTotal, ErrorTotal, ThrottledOperation } from '../analysis/callers.ts'
import type { ClosestOperation, LimitedUsageRow } from '../analysis/closest.ts'
import type { Comparison } from '../analysis/compare.ts'
import type { Sort } from '../analysis/sort.ts'
import type { Timeline } from '../analysis/timeline.ts'
import type { CallNumbers, UsageRow } from '../analysis/usage.ts'
import type { LeftOut } from '../filters.ts'

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

/** A time range that the user chose but whose calls are missing. */
export interface NotRead {
  /** Such as `event history of eu-west-1`. */
  readonly source: string
  readonly from: number
  readonly to: number
  readonly reason: string
}

/** Calls that a user might expect in the counts but that are missing. */
export interface Gaps {
  /** The records that each of the user's filters excluded. */
  readonly leftOut: readonly LeftOut[]
  readonly notRead: readonly NotRead[]
}

/** A setting of the function's configuration. */
export interface Setting {
  /** The environment variable, such as `MAX_SERIES`. */
  readonly variable: string
  /** The flag of the command line, such as `--max-series`. */
  readonly flag: string
  readonly value: string
  readonly from: 'flag' | 'environment' | 'default'
}

/** The configuration, or an alternative to it, with its costs. */
export interface ConfigurationBill {
  readonly name: string
  readonly meter: Meter
  /** If the hours of a month are like those of the input on average, including hours without calls. */
  readonly bill: Bill
  /** If every hour is like the typical one, the median of the hours with calls. */
  readonly typicalHour: Bill
  /** If every hour is like the busiest one. */
  readonly busiestHour: Bill
}

/** An alternative with exactly the usage of the configuration. */
export interface SameBill {
  readonly name: string
  /** Why it makes no difference, as part of a sentence. */
  readonly reason: string
}

/**
 * All content of a report, as plain data. Times are in milliseconds since 1970, money in dollars a month. "Calls" are
 * always the calls that the function counts, each of which is one in the metric `CallCount`.
 */
export interface ReportModel extends Gaps {
  readonly files: { readonly read: number; readonly skipped: number }
  /** The inputs, as the user names them: paths, addresses of buckets, `the sample trail`. */
  readonly sources: readonly string[]
  /** All settings in force. */
  readonly settings: readonly Setting[]
  /** Counts of records, without those that filters excluded. */
  readonly records: RecordCounts
  /** Counted calls that have `(other)` as a dimension. */
  readonly callsFolded: number
  /** Calls that the report lists under `(other)`, because there are too many callers, operations and errors to name. */
  readonly callsUnderOther: number
  /** The times of the first and the last call; undefined if there were none. */
  readonly span: { readonly from: number; readonly to: number } | undefined
  /** Whether all file names have the time of delivery. */
  readonly knowsLag: boolean
  /** Seconds from a call to its delivery, if the file names have the time of delivery. */
  readonly lag: { readonly least: number; readonly most: number } | undefined
  /** Numbers of all calls. */
  readonly totals: CallNumbers
  /** The Regions with calls, in alphabetical order. */
  readonly regions: readonly string[]
  /** How many operations were called, each counted once over all Regions. */
  readonly operationCount: number
  /** The parts of the grouping, separated by commas: `account,principal`. */
  readonly grouping: string
  /** The order of `usage` and `callers`, if the user chose one. */
  readonly sort: Sort | undefined
  /** The column headers for `UsageRow.name`. */
  readonly columns: readonly string[]
  /** Calls by the grouping. */
  readonly usage: readonly LimitedUsageRow[]
  /** Calls by service, operation and Region, most calls first. */
  readonly operations: readonly LimitedUsageRow[]
  /** Calls by account, most throttles first. */
  readonly accounts: readonly UsageRow[]
  readonly throttled: readonly ThrottledOperation[]
  /** The operations of each account that came closest to their rate limits, the highest utilization first. */
  readonly closest: readonly ClosestOperation[]
  /** The limits given with `--limits`. */
  readonly givenLimits: {
    /** The names of the files. */
    readonly files: readonly string[]
    readonly overridden: readonly OverriddenLimit[]
    /** Names of quotas that look like a rate limit but can't be interpreted. */
    readonly notUnderstood: readonly string[]
  }
  readonly callers: readonly CallerTotal[]
  /** Failed calls by error code, operation and caller, most calls first. */
  readonly errors: readonly ErrorTotal[]
  /** Whether there are calls in more than one account. */
  readonly hasAccounts: boolean
  readonly comparison: Comparison | undefined
  /** Whether the calls and those of the baseline are in more than one account, both taken together. */
  readonly comparesAccounts: boolean
  /** Missing calls of the baseline. */
  readonly baselineGaps: Gaps | undefined
  /** Maximum number of rows per list in the text report. */
  readonly top: number
  /** The bill of the configuration, then those of the alternatives. */
  readonly bills: readonly ConfigurationBill[]
  readonly sameBills: readonly SameBill[]
  readonly assumed: typeof ASSUMED & { readonly alarmMetrics: number; readonly hoursOfMonth: number }
  readonly prices: Prices
  /** The counts over time; undefined if there are no calls or no page is written. */
  readonly timeline: Timeline | undefined
  /** The path of the page, as the user typed it; undefined if no page is written. */
  readonly htmlPath: string | undefined
  /** The `file://` address of the page. */
  readonly htmlAddress: string | undefined
  /** The folder of the CSV files, as the user typed it; undefined if none are written. */
  readonly csvPath: string | undefined
  /** The path of the EMF lines, as the user typed it; undefined if they aren't written. */
  readonly emf: { readonly path: string; readonly lines: number } | undefined
}
