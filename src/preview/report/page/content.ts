/**
 * The default of the stack's parameter RateLimitAlarmThreshold, in percent. From this use of a rate limit on, the page
 * highlights it.
 */
export const NEAR_LIMIT = 80

/** The content of the page, as plain data. The page's script reads it as JSON. */
export interface PageInput {
  readonly title: string
  /** The time range and the files of the page, one per line. */
  readonly origin: readonly string[]
  /** Sentences about calls that are missing from the numbers. */
  readonly notices: readonly string[]
  readonly numbers: readonly KeyNumber[]
  /** Undefined if there were no calls. */
  readonly timeline: ChartGroup | undefined
  readonly sections: readonly Section[]
}

/** A key number at the top of the page. */
export interface KeyNumber {
  readonly label: string
  readonly value: string
  /** An explanation in a few words. */
  readonly note: string
  /** Whether the number is highlighted as a problem. */
  readonly isAlarming: boolean
  /** An explanation of the highlight. */
  readonly tooltip?: string
}

/** Charts of the same time range. All times are in seconds since 1970. */
export interface ChartGroup {
  readonly from: number
  readonly to: number
  /** Lengths of periods in seconds: that of the data, and the multiples of it that charts may use. */
  readonly periods: readonly number[]
  readonly charts: readonly Chart[]
}

export interface Chart {
  readonly title: string
  /** A note on the values; empty if there is none. */
  readonly note: string
  /** The label of the value axis. */
  readonly unit: string
  readonly statistic: 'sum' | 'maximum'
  /** Whether a period without a value means 0. Otherwise the value is unknown. */
  readonly isZeroWithout: boolean
  /** The value of a dashed line. */
  readonly limit?: number
  readonly lines: readonly ChartLine[]
}

export interface ChartLine {
  readonly label: string
  /** The periods that have a value, numbered from the first. */
  readonly values: readonly (readonly [period: number, value: number])[]
  /** Whether the line is the sum of everything without its own line. */
  readonly isRest: boolean
}

/** A section of the page. */
export interface Section {
  readonly title: string
  /** Paragraphs before the tables. */
  readonly text: readonly string[]
  readonly tables: readonly Table[]
}

/** A table that users can sort, filter and download. */
export interface Table {
  /** Its heading, if the section has several, and its name for screen readers. */
  readonly name: string
  /** The name of the file to download, without its extension. */
  readonly file: string
  readonly columns: readonly Column[]
  readonly rows: readonly Row[]
  /** Number of rows omitted at the end, to limit the size of the page. */
  readonly leftOut: number
}

/**
 * The format and sort order of a column's cells. A `share` is a percentage to one decimal, `percent` one in whole numbers with
 * a bar. `time` and `clock` are in milliseconds since 1970, and `clock` is shown without the date.
 */
export type ColumnKind =
  | 'text'
  | 'link'
  | 'count'
  | 'rate'
  | 'share'
  | 'percent'
  | 'seconds'
  | 'dollars'
  | 'time'
  | 'clock'

export interface Column {
  readonly label: string
  readonly kind: ColumnKind
}

/** The cells of a row; null if unknown. */
export type Row = readonly Cell[]

export type Cell = string | number | null
