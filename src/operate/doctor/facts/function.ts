export interface FunctionFacts {
  /** `Active` */
  readonly state: string
  readonly stateReason: string | undefined
  /** `Successful` */
  readonly lastUpdate: string
  readonly lastUpdateReason: string | undefined
  readonly logGroup: string
  readonly logFormat: string
  readonly applicationLogLevel: string | undefined
  readonly reservedConcurrency: number | undefined
}

/** Warnings and errors in the function's log, newest first. */
export interface LogFacts {
  readonly entries: readonly LogEntry[]
  /** Whether there are more. */
  readonly hasMore: boolean
}

export interface LogEntry {
  readonly at: number
  readonly isError: boolean
  readonly reason: string
}
