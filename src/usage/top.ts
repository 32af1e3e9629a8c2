import { OTHER } from '../text.ts'
import type { Caller, Failure } from './tally.ts'

/** One entry of the property `Callers`. */
export interface CallerEntry {
  readonly Principal: string
  readonly Agent: string
  readonly Calls: number
  /** Left out when 0. */
  readonly Throttles?: number
}

/** One entry of the property `Errors`. */
export interface ErrorEntry {
  readonly Code: string
  readonly Principal: string
  readonly Calls: number
}

/** The first `most` callers by throttles, then by calls; the rest summed up as `(other)`. */
export function topCallers(callers: ReadonlyMap<string, Caller>, most: number): CallerEntry[] {
  const [top, rest] = split(callers, most, byThrottles)
  if (rest.length > 0) {
    top.push({ principal: OTHER, agent: OTHER, calls: sum(rest, 'calls'), throttles: sum(rest, 'throttles') })
  }
  return top.map(({ principal, agent, calls, throttles }) => {
    const entry = { Principal: principal, Agent: agent, Calls: calls }
    return throttles === 0 ? entry : { ...entry, Throttles: throttles }
  })
}

/** The first `most` pairs of error code and principal by calls; the rest summed up as `(other)`. */
export function topErrors(failures: ReadonlyMap<string, Failure>, most: number): ErrorEntry[] {
  const [top, rest] = split(failures, most, byCalls)
  if (rest.length > 0) top.push({ code: OTHER, principal: OTHER, calls: sum(rest, 'calls') })
  return top.map(({ code, principal, calls }) => ({ Code: code, Principal: principal, Calls: calls }))
}

function split<T>(all: ReadonlyMap<string, T>, most: number, order: (a: T, b: T) => number): [T[], T[]] {
  // The keys settle ties, so that the order in which calls arrive does not matter.
  const sorted = [...all]
    .sort(([keyA, a], [keyB, b]) => order(a, b) || (keyA < keyB ? -1 : 1))
    .map(([, entry]) => entry)
  return [sorted.slice(0, most), sorted.slice(most)]
}

function byThrottles(a: Caller, b: Caller): number {
  return b.throttles - a.throttles || byCalls(a, b)
}

function byCalls(a: Caller | Failure, b: Caller | Failure): number {
  return b.calls - a.calls
}

function sum<Name extends string>(entries: readonly Record<Name, number>[], name: Name): number {
  return entries.reduce((total, entry) => total + entry[name], 0)
}
