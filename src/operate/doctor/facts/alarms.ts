import type { Fact } from './fact.ts'

export interface EmailSubscription {
  readonly address: string
  readonly isPending: boolean
}

export interface Alarm {
  /** Without the stack name at the start: `throttling`. */
  readonly name: string
  readonly state: string
  /** Start of its current state. */
  readonly since: number | undefined
  readonly reason: string
  readonly description: string
  readonly isSilenced: boolean
  /** The series in ALARM, if the alarm has several series; otherwise undefined. */
  readonly contributors: Fact<readonly Contributor[]> | undefined
}

export interface Contributor {
  /** `Service=ssm Region=eu-west-1` */
  readonly series: string
  readonly since: number | undefined
}
