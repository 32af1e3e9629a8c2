import {
  type CallerUsage,
  type ErrorUsage,
  type Extraction,
  type Series,
  schemaOf,
} from '../../cloudwatch/extract.ts'
import { OTHER } from '../../core/dimension-value.ts'
import { BASE_SETS } from '../../core/usage/dimension-sets.ts'
import { groupBy } from '../../util/group.ts'

/** The parts that a grouping is made of, with the columns that each has. */
const PARTS = {
  service: ['Service'],
  operation: ['Service', 'Operation', 'Region'],
  principal: ['Principal'],
  region: ['Region'],
  account: ['Account'],
  error: ['Error code'],
} as const

/** What calls can be listed by. */
export const GROUPINGS = ['service', 'operation', 'principal', 'region', 'account', 'error'] as const

type Part = (typeof GROUPINGS)[number]

/** One part, or two different ones, such as account and principal. */
export type Grouping = readonly Part[]

/** Calls with something in common. What is not known of them by this grouping is undefined. */
export interface UsageRow {
  /** The values of the grouping: `['ec2', 'DescribeInstances', 'eu-west-1']`. */
  readonly name: readonly string[]
  readonly calls: number
  /** Calls in the busiest second; at least, as one second may be spread over several samples. */
  readonly peak: number | undefined
  readonly errors: number | undefined
  readonly throttles: number | undefined
  /** Who made most of the calls, or of principals: what they called most. */
  readonly top: TopShare | undefined
  /** Of accounts: what was called most in them. */
  readonly topOperation?: TopShare | undefined
}

/** The name with most of the calls, and how many. */
export interface TopShare {
  readonly name: string
  readonly calls: number
}

/** The grouping that a text such as `account,principal` names; undefined where it names none. */
export function parseGrouping(text: string): Grouping | undefined {
  const names = text.split(',').map((name) => name.trim())
  const parts = names.flatMap((name) => GROUPINGS.find((part) => part === name) ?? [])
  const isValid = parts.length === names.length && parts.length <= 2 && new Set(parts).size === parts.length
  return isValid ? parts : undefined
}

/** The names of the columns that make up `UsageRow.name`. */
export function columnsOf(grouping: Grouping): readonly string[] {
  return [...new Set(grouping.flatMap((part) => PARTS[part]))]
}

/** The dimension set that the lines must have for a grouping, unless they always do. */
export function extraSetOf(grouping: Grouping): string | undefined {
  const set = setOf(grouping)
  const isBase = BASE_SETS.some(({ dimensions, counts }) => counts === 'calls' && dimensions.join() === set)
  return isBase ? undefined : set
}

/** The dimension set that a grouping is read from. Principals and errors are read from the lists in the lines. */
function setOf(grouping: Grouping): string | undefined {
  if (grouping.includes('principal') || grouping.includes('error')) return undefined
  const columns = columnsOf(grouping)
  return columns.every((column) => SERVICES.includes(column)) ? SERVICES.join() : columns.join()
}

/** Always emitted. */
const SERVICES: readonly string[] = ['Service', 'Region']

/** Calls by `grouping`, most calls first; those by account have the accounts first that were throttled most. */
export function usageBy(grouping: Grouping, extraction: Extraction): UsageRow[] {
  const first = grouping.includes('account') ? (row: UsageRow) => row.throttles ?? 0 : () => 0
  return rowsBy(grouping, extraction).sort(
    (a, b) =>
      first(b) - first(a) ||
      b.calls - a.calls ||
      (b.peak ?? 0) - (a.peak ?? 0) ||
      (a.name.join() < b.name.join() ? -1 : 1),
  )
}

function rowsBy(grouping: Grouping, extraction: Extraction): UsageRow[] {
  if (grouping.includes('error')) return byError(grouping, extraction.errors)
  if (grouping.includes('principal')) return byPrincipal(grouping, extraction)
  return bySeries(grouping, extraction)
}

interface Sums {
  readonly name: readonly string[]
  calls: number
  peak: number
  errors: number
  throttles: number
}

function bySeries(grouping: Grouping, extraction: Extraction): UsageRow[] {
  const names = columnsOf(grouping)
  const schema = schemaOf(setOf(grouping) ?? '')
  const groups = new Map<string, Sums>()
  for (const series of extraction.series()) {
    if (schemaOf(series.set) === schema) addSeries(groups, series, names)
  }
  const callers = groupBy(extraction.callers, (usage) => keyOf(usage, names))
  return [...groups].map(([key, group]) => {
    const usages = callers.get(key) ?? []
    const isAccount = grouping.includes('account') && !grouping.includes('operation')
    return {
      ...group,
      top: topOf(usages, principalOf),
      ...(isAccount ? { topOperation: topOf(usages, operationOf) } : {}),
    }
  })
}

function addSeries(
  groups: Map<string, Sums>,
  { dimensions, metric, points }: Series,
  names: readonly string[],
): void {
  const name = names.map((one) => dimensions[one] ?? '')
  const key = name.join('\n')
  const group = groups.get(key) ?? { name, calls: 0, peak: 0, errors: 0, throttles: 0 }
  groups.set(key, group)
  for (const { sum: total, maximum } of points) {
    if (metric === 'CallCount') {
      group.calls += total
      group.peak = Math.max(group.peak, maximum)
    } else if (metric === 'ErrorCount') group.errors += total
    else if (metric === 'ThrottleCount') group.throttles += total
  }
}

function byPrincipal(grouping: Grouping, { callers, errors }: Extraction): UsageRow[] {
  const names = columnsOf(grouping)
  const failed = groupBy(errors, (usage) => keyOf(usage, names))
  return [...groupBy(callers, (usage) => keyOf(usage, names))].map(([key, usages]) => ({
    name: key.split('\n'),
    calls: sum(usages, 'calls'),
    peak: undefined,
    errors: sum(failed.get(key) ?? [], 'calls'),
    throttles: sum(usages, 'throttles'),
    top: grouping.includes('operation') ? undefined : topOf(usages, operationOf),
  }))
}

function byError(grouping: Grouping, errors: readonly ErrorUsage[]): UsageRow[] {
  const names = columnsOf(grouping)
  return [...groupBy(errors, (usage) => keyOf(usage, names))].map(([key, usages]) => ({
    name: key.split('\n'),
    calls: sum(usages, 'calls'),
    peak: undefined,
    errors: undefined,
    throttles: undefined,
    top: topOf(usages, grouping.includes('principal') ? operationOf : principalOf),
  }))
}

/** The values of the columns, none of which holds a line break. */
function keyOf(usage: CallerUsage | ErrorUsage, columns: readonly string[]): string {
  const values: Readonly<Record<string, string>> = {
    Service: usage.service,
    Operation: usage.operation,
    Region: usage.region,
    Account: usage.account,
    Principal: usage.principal,
    'Error code': 'code' in usage ? usage.code : '',
  }
  return columns.map((column) => values[column] ?? '').join('\n')
}

const principalOf = ({ principal }: { readonly principal: string }) => principal
const operationOf = ({ service, operation }: { readonly service: string; readonly operation: string }) =>
  `${service}:${operation}`

/** The name with the most calls, other than `(other)`; undefined where there is none. */
export function topOf<Usage extends { readonly calls: number }>(
  usages: readonly Usage[],
  nameOf: (usage: Usage) => string,
): TopShare | undefined {
  const named = [...groupBy(usages, nameOf)]
    .filter(([name]) => name !== OTHER)
    .map(([name, group]) => ({ name, calls: sum(group, 'calls') }))
  return named.sort((a, b) => b.calls - a.calls || (a.name < b.name ? -1 : 1))[0]
}

function sum<Name extends string>(all: readonly Readonly<Record<Name, number>>[], name: Name): number {
  return all.reduce((total, one) => total + one[name], 0)
}
