import type { Json } from '../records.ts'
import type { Caller } from './callers.ts'
import { DAY, DAY_START, HOUR, MINUTE, SECOND } from './organization.ts'
import { pick, type Random, roughly } from './random.ts'

/** A call that becomes a record. */
export interface SampleCall {
  readonly time: number
  /** The account that gets the record. */
  readonly account: string
  readonly region: string
  readonly caller: Caller
  /** The eventSource without `.amazonaws.com`. */
  readonly service: string
  readonly operation: string
  readonly failure?: Failure
  readonly requestParameters?: Json
  /** Other members of the record. */
  readonly members?: Json
}

export interface Failure {
  readonly code: string
  readonly message: string
}

export const ACCESS_DENIED: Failure = {
  code: 'AccessDenied',
  message: 'User is not authorized to perform this action',
}
export const UNAUTHORIZED: Failure = {
  code: 'Client.UnauthorizedOperation',
  message: 'You are not authorized to perform this operation.',
}
export const NO_SUCH_ENTITY: Failure = {
  code: 'NoSuchEntityException',
  message: 'The role with name example cannot be found.',
}

/** How busy a caller is at an hour of the day, from 0 to 1. */
export type Rhythm = (hour: number) => number

export const allDay: Rhythm = () => 1

// Tables, not sines and exponentials, which may differ in their last digit from one engine to the next.
const CUSTOMERS = [
  ...[0.4, 0.3, 0.25, 0.2, 0.2, 0.2, 0.25, 0.35, 0.45, 0.55, 0.65, 0.8],
  ...[0.85, 0.8, 0.75, 0.75, 0.8, 0.85, 0.95, 1, 1, 0.9, 0.7, 0.5],
]
const OFFICE = [...[0, 0, 0, 0, 0, 0, 0, 0.4, 1, 1, 1, 0.8], ...[0.4, 1, 1, 1, 0.6, 0, 0, 0, 0, 0, 0, 0]]

/** Busiest in the evening. */
export const customers: Rhythm = (hour) => CUSTOMERS[Math.floor(hour)] ?? 0
/** From 7:00 to 17:00, with a break at noon. */
export const office: Rhythm = (hour) => OFFICE[Math.floor(hour)] ?? 0

/** Operations that a caller calls again and again, all equally often. */
export interface Habit {
  readonly caller: Caller
  readonly service: string
  readonly operations: readonly string[]
  readonly region: string
  readonly perHour: number
  readonly rhythm: Rhythm
  readonly failures?: Failures
}

/** How often calls fail, from 0 to 1, and those of which operations. */
interface Failures {
  readonly share: number
  readonly failure: Failure
  /** Undefined if those of all operations fail. */
  readonly of?: readonly string[]
}

/** The calls of habits in the course of the day. */
export function habitual(random: Random, account: string, habits: readonly Habit[]): SampleCall[] {
  const calls: SampleCall[] = []
  for (const { perHour, rhythm, operations, failures, ...same } of habits) {
    for (let time = DAY_START; time < DAY_START + DAY; time += MINUTE) {
      const count = roughly(random, (perHour / 60) * rhythm((time - DAY_START) / HOUR))
      for (let i = 0; i < count; i++) {
        const mayFail = failures !== undefined && random() < failures.share
        const call = { ...same, account, time: time + random() * MINUTE, operation: pick(random, operations) }
        const failed = mayFail && (failures.of?.includes(call.operation) ?? true)
        calls.push(failed ? { ...call, failure: failures.failure } : call)
      }
    }
  }
  return calls
}

/** Calls one after the other, `perSecond` of them a second. */
export function inARow(
  call: Omit<SampleCall, 'time'>,
  { from, count, perSecond }: { readonly from: number; readonly count: number; readonly perSecond: number },
): SampleCall[] {
  return Array.from({ length: count }, (_, i) => ({ ...call, time: from + (i / perSecond) * SECOND }))
}
