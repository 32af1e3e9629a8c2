import { OTHER } from '../text.ts'
import { OPERATION_SET } from '../usage/dimensions.ts'
import type { CallerUsage, ErrorUsage, Extraction, OperationName, Series } from './extract.ts'

/** What calls can be listed by. */
export const GROUPINGS = ['service', 'operation', 'principal', 'region', 'account', 'error'] as const

export type Grouping = (typeof GROUPINGS)[number]

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
  readonly top: { readonly name: string; readonly calls: number } | undefined
}

/** Names of the columns that make up `UsageRow.name`. */
export const COLUMNS: Readonly<Record<Grouping, readonly string[]>> = {
  service: ['Service'],
  operation: ['Service', 'Operation', 'Region'],
  principal: ['Principal'],
  region: ['Region'],
  account: ['Account'],
  error: ['Error code'],
}

/** The set of dimensions that a grouping is read from. Only that of accounts is not always emitted. */
const SETS: Readonly<Record<Exclude<Grouping, 'principal' | 'error'>, string>> = {
  service: 'Service,Region',
  operation: OPERATION_SET.join(),
  region: 'Service,Region',
  account: 'Account',
}

/** Calls by `grouping`, most calls first. */
export function usageBy(grouping: Grouping, extraction: Extraction): UsageRow[] {
  const rows = rowsBy(grouping, extraction)
  return rows.sort(
    (a, b) => b.calls - a.calls || (b.peak ?? 0) - (a.peak ?? 0) || (a.name.join() < b.name.join() ? -1 : 1),
  )
}

function rowsBy(grouping: Grouping, extraction: Extraction): UsageRow[] {
  if (grouping === 'principal') return byPrincipal(extraction)
  if (grouping === 'error') return byError(extraction.errors)
  return bySeries(SETS[grouping], COLUMNS[grouping], extraction)
}

interface Sums {
  readonly name: readonly string[]
  calls: number
  peak: number
  errors: number
  throttles: number
}

function bySeries(set: string, names: readonly string[], extraction: Extraction): UsageRow[] {
  const groups = new Map<string, Sums>()
  for (const series of extraction.series()) {
    if (series.set === set) addSeries(groups, series, names)
  }
  const callers = Map.groupBy(extraction.callers, (usage) =>
    keyOf(names.map((name) => operationValue(usage, name))),
  )
  return [...groups].map(([key, group]) => ({
    ...group,
    top: topOf(callers.get(key) ?? [], ({ principal }) => principal),
  }))
}

function addSeries(
  groups: Map<string, Sums>,
  { dimensions, metric, points }: Series,
  names: readonly string[],
): void {
  const name = names.map((one) => dimensions[one] ?? '')
  const key = keyOf(name)
  const group = groups.get(key) ?? { name, calls: 0, peak: 0, errors: 0, throttles: 0 }
  groups.set(key, group)
  for (const { sum, maximum } of points) {
    if (metric === 'CallCount') {
      group.calls += sum
      group.peak = Math.max(group.peak, maximum)
    } else if (metric === 'ErrorCount') group.errors += sum
    else if (metric === 'ThrottleCount') group.throttles += sum
  }
}

function byPrincipal({ callers, errors }: Extraction): UsageRow[] {
  const failed = Map.groupBy(errors, ({ principal }) => principal)
  return [...Map.groupBy(callers, ({ principal }) => principal)].map(([principal, usages]) => ({
    name: [principal],
    calls: sum(usages, 'calls'),
    peak: undefined,
    errors: sum(failed.get(principal) ?? [], 'calls'),
    throttles: sum(usages, 'throttles'),
    top: topOf(usages, ({ service, operation }) => `${service}:${operation}`),
  }))
}

function byError(errors: readonly ErrorUsage[]): UsageRow[] {
  return [...Map.groupBy(errors, ({ code }) => code)].map(([code, usages]) => ({
    name: [code],
    calls: sum(usages, 'calls'),
    peak: undefined,
    errors: undefined,
    throttles: undefined,
    top: topOf(usages, ({ principal }) => principal),
  }))
}

/** An operation that was throttled, with those who were, most throttled first. */
export interface ThrottledOperation {
  readonly operation: UsageRow
  readonly callers: readonly CallerUsage[]
}

export function throttledOperations(extraction: Extraction): ThrottledOperation[] {
  const callers = Map.groupBy(extraction.callers, (usage) =>
    keyOf([usage.service, usage.operation, usage.region]),
  )
  return usageBy('operation', extraction)
    .filter(({ throttles = 0 }) => throttles > 0)
    .sort((a, b) => (b.throttles ?? 0) - (a.throttles ?? 0))
    .map((operation) => ({
      operation,
      callers: (callers.get(keyOf(operation.name)) ?? [])
        .filter(({ throttles }) => throttles > 0)
        .sort((a, b) => b.throttles - a.throttles || b.calls - a.calls),
    }))
}

/** A principal with one agent, over all operations. */
export interface Caller {
  readonly principal: string
  readonly agent: string
  readonly calls: number
  readonly throttles: number
}

/** All callers that the lines list, most calls first. */
export function callersOf(extraction: Extraction): Caller[] {
  return [...Map.groupBy(extraction.callers, ({ principal, agent }) => keyOf([principal, agent])).values()]
    .flatMap(([first, ...others]) => {
      if (first === undefined) return []
      const { principal, agent } = first
      const usages = [first, ...others]
      return [{ principal, agent, calls: sum(usages, 'calls'), throttles: sum(usages, 'throttles') }]
    })
    .sort((a, b) => b.calls - a.calls || (a.principal < b.principal ? -1 : 1))
}

/** Sum of each of the function's own metrics, by its name. */
export function ownSums(extraction: Extraction): Map<string, number> {
  const sums = new Map<string, number>()
  for (const { set, metric, points } of extraction.series()) {
    if (set === 'FunctionName') sums.set(metric, (sums.get(metric) ?? 0) + sum(points, 'sum'))
  }
  return sums
}

/** The first and the last minute that saw calls, in milliseconds since 1970; undefined where none did. */
export function timeSpan(extraction: Extraction): { readonly from: number; readonly to: number } | undefined {
  let [from, to] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (const { set, points } of extraction.series()) {
    if (set === 'FunctionName') continue
    from = Math.min(from, points[0]?.minute ?? from)
    to = Math.max(to, points.at(-1)?.minute ?? to)
  }
  return from <= to ? { from, to } : undefined
}

function operationValue({ service, operation, region }: OperationName, dimension: string): string {
  return { Service: service, Operation: operation, Region: region }[dimension] ?? ''
}

function topOf<Usage extends { readonly calls: number }>(
  usages: readonly Usage[],
  nameOf: (usage: Usage) => string,
): UsageRow['top'] {
  const named = [...Map.groupBy(usages, nameOf)]
    .filter(([name]) => name !== OTHER)
    .map(([name, group]) => ({ name, calls: sum(group, 'calls') }))
  return named.sort((a, b) => b.calls - a.calls || (a.name < b.name ? -1 : 1))[0]
}

function keyOf(name: readonly string[]): string {
  return name.join('\n')
}

function sum<Name extends string>(all: readonly Readonly<Record<Name, number>>[], name: Name): number {
  return all.reduce((total, one) => total + one[name], 0)
}

/** The least and the most seconds from a call to its delivery; undefined where none was counted. */
export function deliveryLag(
  extraction: Extraction,
): { readonly least: number; readonly most: number } | undefined {
  for (const { metric, points } of extraction.series()) {
    if (metric !== 'DeliveryLag') continue
    const least = points.reduce((lag, { minimum }) => Math.min(lag, minimum), Number.POSITIVE_INFINITY)
    return { least, most: points.reduce((lag, { maximum }) => Math.max(lag, maximum), 0) }
  }
  return undefined
}
