import type { Fact } from './fact.ts'

export interface LogGroup {
  /** `STANDARD` */
  readonly logClass: string
}

export interface LogGroupFacts {
  readonly function: Fact<LogGroup | undefined>
  readonly trail: Fact<LogGroup | undefined> | undefined
}
