/** The content of the page, as plain data. The page's script reads it as JSON. */
export interface PageInput {
  readonly title: string
  /** The files and the time that the page was made from, a line each. */
  readonly origin: readonly string[]
  /** Calls that are missing in the numbers, a sentence each. */
  readonly notices: readonly string[]
  readonly numbers: readonly KeyNumber[]
  /** Undefined if there were no calls. */
  readonly timeline: ChartGroup | undefined
  readonly sections: readonly Section[]
}

/** One of the numbers that the page starts with. */
export interface KeyNumber {
  readonly label: string
  readonly value: string
  /** Says more, in a few words. */
  readonly note: string
  /** Whether a reader should look into it. */
  readonly isAlarming: boolean
}

/** Charts over the same time. All times are in seconds since 1970. */
export interface ChartGroup {
  readonly from: number
  readonly to: number
  /** Lengths of periods in seconds: that of the data and its multiples that a chart may be drawn in. */
  readonly periods: readonly number[]
  readonly charts: readonly Chart[]
}

export interface Chart {
  readonly title: string
  /** A remark on the values; empty if there is none. */
  readonly note: string
  /** The label of the value axis. */
  readonly unit: string
  readonly statistic: 'sum' | 'maximum'
  /** Whether a period without a value has the value 0. Otherwise the value is not known. */
  readonly isZeroWithout: boolean
  /** A value to draw a dashed line at. */
  readonly limit?: number
  readonly lines: readonly ChartLine[]
}

export interface ChartLine {
  readonly label: string
  /** The periods that have a value, numbered from the first. */
  readonly values: readonly (readonly [period: number, value: number])[]
  /** Whether the line adds up everything that has no line of its own. */
  readonly isRest: boolean
}

/** A part of the page under a heading. */
export interface Section {
  readonly title: string
  /** Paragraphs before the tables. */
  readonly text: readonly string[]
  readonly tables: readonly Table[]
}

/** A table to sort, filter and download. */
export interface Table {
  /** Its heading, if the section has several, and its name for screen readers. */
  readonly name: string
  /** The name of the file to download, without its extension. */
  readonly file: string
  readonly columns: readonly Column[]
  readonly rows: readonly Row[]
  /** Rows that are left out after the last, as a page can't hold any number of them. */
  readonly leftOut: number
}

/**
 * How a column's cells are shown and compared. A `share` is a percentage to one decimal, `percent` one in whole numbers with
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

/** The cells of a row; null where nothing is known. */
export type Row = readonly Cell[]

export type Cell = string | number | null
