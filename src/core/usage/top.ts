import { OTHER } from '../dimension-value.ts'
import type { Caller, Failure } from './details.ts'

/** One entry of the property `Callers`: a principal of an account. */
export interface CallerEntry {
  readonly Account: string
  readonly Principal: string
  /** The agent with the most calls. */
  readonly Agent: string
  /** The number of distinct agents, at most 100. Omitted if 1. */
  readonly Agents?: number
  readonly Calls: number
  /** Omitted if 0. */
  readonly Throttles?: number
}

/** One entry of the property `Errors`: an error code of a principal of an account. */
export interface ErrorEntry {
  readonly Code: string
  readonly Account: string
  readonly Principal: string
  readonly Calls: number
}

/**
 * The first `most` callers by throttles, then by calls, each over all its agents, so that no caller can hide by changing its
 * userAgent. The rest is added up as `(other)`.
 */
export function topCallers(callers: ReadonlyMap<string, Caller>, most: number): CallerEntry[] {
  const [top, rest] = split(callers, most, byThrottles)
  const entries = top.map(({ account, principal, agents, calls, throttles }): CallerEntry => {
    const { count, mostActive } = agents
    return {
      Account: account,
      Principal: principal,
      Agent: mostActive,
      ...(count > 1 && { Agents: count }),
      Calls: calls,
      ...(throttles > 0 && { Throttles: throttles }),
    }
  })
  if (rest.length === 0) return entries
  const throttles = sum(rest, 'throttles')
  const other = { Account: OTHER, Principal: OTHER, Agent: OTHER, Calls: sum(rest, 'calls') }
  return [...entries, throttles === 0 ? other : { ...other, Throttles: throttles }]
}

/** The first `most` error codes of a principal by calls. The rest is added up as `(other)`. */
export function topErrors(failures: ReadonlyMap<string, Failure>, most: number): ErrorEntry[] {
  const [top, rest] = split(failures, most, byCalls)
  const entries = top.map(({ code, account, principal, calls }): ErrorEntry => {
    return { Code: code, Account: account, Principal: principal, Calls: calls }
  })
  if (rest.length === 0) return entries
  return [...entries, { Code: OTHER, Account: OTHER, Principal: OTHER, Calls: sum(rest, 'calls') }]
}

/** Entries beyond a cap are always part of the rest. */
function split<T>(all: ReadonlyMap<string, T>, most: number, order: (a: T, b: T) => number): [T[], T[]] {
  const pastCap = all.get(OTHER)
  // Usually there is one, and nothing to sort.
  if (all.size === 1 && pastCap === undefined) return [[...all.values()], []]
  // The keys break ties, so that the order of arrival doesn't matter.
  const sorted = [...all]
    .filter(([key]) => key !== OTHER)
    .sort(([keyA, a], [keyB, b]) => order(a, b) || (keyA < keyB ? -1 : 1))
    .map(([, entry]) => entry)
  const rest = sorted.slice(most)
  return [sorted.slice(0, most), pastCap === undefined ? rest : [...rest, pastCap]]
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
