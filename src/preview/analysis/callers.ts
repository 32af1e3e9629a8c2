import { groupBy } from '../../util/group.ts'
import { agentsOf } from './agent-counts.ts'
import { type CallGroup, type CountedCalls, LISTS, nameIn } from './call-meter.ts'
import type { NameColumn } from './grouping.ts'
import { type CallNumbers, type UsageRow, usageBy } from './usage.ts'

/** A principal of an account, over all operations. */
export interface CallerTotal extends CallNumbers {
  readonly account: string
  readonly principal: string
  /** The agent with the most calls. */
  readonly agent: string
  /** The minimum number of different agents. */
  readonly agents: number
  readonly topOperation: UsageRow['topOperation']
}

/** A principal that was throttled, and its calls to the throttled operation. */
export interface ThrottledCaller {
  readonly account: string
  readonly principal: string
  readonly agent: string
  readonly agents: number
  readonly calls: number
  readonly throttles: number
}

/** An operation that was throttled, with the callers that were, most throttled first. */
export interface ThrottledOperation {
  readonly operation: UsageRow
  readonly callers: readonly ThrottledCaller[]
}

/** Failed calls of a caller to an operation with one error code. */
export interface ErrorTotal {
  readonly code: string
  readonly service: string
  readonly operation: string
  readonly region: string
  readonly account: string
  readonly principal: string
  readonly calls: number
  readonly throttles: number
}

/** All errors, most calls first. */
export function errorsOf(counted: CountedCalls): ErrorTotal[] {
  return counted.groups
    .filter(({ values }) => values['Error code'] !== '')
    .map(({ values, calls, throttles }) => ({
      code: values['Error code'],
      service: values.Service,
      operation: values.Operation,
      region: values.Region,
      account: values.Account,
      principal: values.Principal,
      calls,
      throttles,
    }))
    .sort((a, b) => b.calls - a.calls || (errorName(a) < errorName(b) ? -1 : 1))
}

function errorName({ code, service, operation, region, account, principal }: ErrorTotal): string {
  return [code, service, operation, region, account, principal].join('\n')
}

/** All callers, most throttles first, then most calls. */
export function callersOf(counted: CountedCalls): CallerTotal[] {
  const groups = groupedBy(LISTS.callers, counted.groups)
  return usageBy(LISTS.callers, counted)
    .map(({ name, topCaller: _, ...numbers }) => {
      const [account = '', principal = ''] = name
      return { ...numbers, account, principal, ...agentsIn(groups.get(name.join('\n')) ?? []) }
    })
    .sort((a, b) => b.throttles - a.throttles)
}

/** The operations that were throttled, the most throttles first. */
export function throttledOperations(counted: CountedCalls): ThrottledOperation[] {
  const groups = groupedBy(LISTS.operations, counted.groups)
  return usageBy(LISTS.operations, counted)
    .filter(({ throttles }) => throttles > 0)
    .sort((a, b) => b.throttles - a.throttles)
    .map((operation) => ({
      operation,
      callers: [...groupedBy(LISTS.callers, groups.get(operation.name.join('\n')) ?? []).values()]
        .map(throttledCaller)
        .filter(({ throttles }) => throttles > 0)
        .sort((a, b) => b.throttles - a.throttles || b.calls - a.calls || (nameOf(a) < nameOf(b) ? -1 : 1)),
    }))
}

function throttledCaller(groups: readonly CallGroup[]): ThrottledCaller {
  const [first] = groups
  return {
    account: first?.values.Account ?? '',
    principal: first?.values.Principal ?? '',
    ...agentsIn(groups),
    calls: groups.reduce((sum, { calls }) => sum + calls, 0),
    throttles: groups.reduce((sum, { throttles }) => sum + throttles, 0),
  }
}

function agentsIn(groups: readonly CallGroup[]): ReturnType<typeof agentsOf> {
  return agentsOf(groups.map(({ agents }) => agents))
}

function groupedBy(
  columns: readonly NameColumn[],
  groups: readonly CallGroup[],
): ReadonlyMap<string, readonly CallGroup[]> {
  return groupBy(groups, ({ values }) => nameIn(values, columns).join('\n'))
}

function nameOf({ principal, account }: ThrottledCaller): string {
  return `${principal}\n${account}`
}
