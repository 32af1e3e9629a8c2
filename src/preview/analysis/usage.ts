import { OTHER } from '../../core/dimension-value.ts'
import { groupBy } from '../../util/group.ts'
import { type CallGroup, type CountedCalls, isListed, nameIn, type Peak } from './call-meter.ts'
import type { NameColumn } from './grouping.ts'

/** Numbers of some calls. */
export interface CallNumbers {
  /** The sum of `CallCount`. */
  readonly calls: number
  /** Failed calls, including throttled ones. */
  readonly errors: number
  readonly throttles: number
  /** Calls in the busiest second. */
  readonly peak: number
  /** The busiest second, in milliseconds since 1970. */
  readonly peakTime: number
}

/** Calls with something in common: a row of a list. */
export interface UsageRow extends CallNumbers {
  /** The values of the list's columns: `['ec2', 'DescribeInstances', 'eu-west-1']`. */
  readonly name: readonly string[]
  /** The principal with the most calls; undefined if the list is by principal. */
  readonly topCaller: TopShare | undefined
  /** The operation with the most calls; undefined if the list is by operation. */
  readonly topOperation: TopShare | undefined
}

/** The name with the most calls, and their number. */
export interface TopShare {
  readonly name: string
  readonly calls: number
}

/** Calls by the columns of a list, each call in one row, most calls first. */
export function usageBy(columns: readonly NameColumn[], counted: CountedCalls): UsageRow[] {
  const listed = counted.groups.filter(({ values }) => isListed(values, columns))
  return [...groupBy(listed, ({ values }) => nameIn(values, columns).join('\n'))]
    .map(([, groups]) => rowOf(columns, groups, counted))
    .sort(byCalls)
}

/** The numbers of all calls. */
export function totalOf(counted: CountedCalls): CallNumbers {
  return { ...sumsOf(counted.groups), ...peakNumbers(counted.peakOf([], [])) }
}

function rowOf(
  columns: readonly NameColumn[],
  groups: readonly CallGroup[],
  counted: CountedCalls,
): UsageRow {
  const [first] = groups
  const name = first === undefined ? [] : nameIn(first.values, columns)
  return {
    name,
    ...sumsOf(groups),
    ...peakNumbers(counted.peakOf(columns, name)),
    topCaller: columns.includes('Principal') ? undefined : topOf(groups, ({ values }) => values.Principal),
    topOperation: columns.includes('Operation')
      ? undefined
      : topOf(groups, ({ values }) => `${values.Service}:${values.Operation}`),
  }
}

function sumsOf(groups: readonly CallGroup[]): Pick<CallNumbers, 'calls' | 'errors' | 'throttles'> {
  return {
    calls: sum(groups, ({ calls }) => calls),
    errors: sum(groups, ({ values, calls }) => (values['Error code'] === '' ? 0 : calls)),
    throttles: sum(groups, ({ throttles }) => throttles),
  }
}

function peakNumbers(peak: Peak | undefined): Pick<CallNumbers, 'peak' | 'peakTime'> {
  return { peak: peak?.calls ?? 0, peakTime: peak?.time ?? 0 }
}

/** The name with the most calls, other than `(other)`; undefined if there is none. */
function topOf(groups: readonly CallGroup[], nameOf: (group: CallGroup) => string): TopShare | undefined {
  const calls = new Map<string, number>()
  for (const group of groups) calls.set(nameOf(group), (calls.get(nameOf(group)) ?? 0) + group.calls)
  for (const other of [OTHER, `${OTHER}:${OTHER}`]) calls.delete(other)
  const [first] = [...calls].sort(([a, ofA], [b, ofB]) => ofB - ofA || (a < b ? -1 : 1))
  return first && { name: first[0], calls: first[1] }
}

function byCalls(a: UsageRow, b: UsageRow): number {
  return b.calls - a.calls || b.peak - a.peak || (a.name.join() < b.name.join() ? -1 : 1)
}

function sum<Item>(items: readonly Item[], numberOf: (item: Item) => number): number {
  return items.reduce((total, item) => total + numberOf(item), 0)
}
