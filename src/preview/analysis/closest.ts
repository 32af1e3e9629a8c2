import type { CallerUsage } from '../../cloudwatch/extract.ts'
import { groupBy } from '../../util/group.ts'
import type { HighestUtilization, OperationLimit } from './limits.ts'
import { topOf, type UsageRow } from './usage.ts'

/** An operation that has a utilization, with its top caller as far as the lines list callers. */
export interface ClosestOperation extends OperationLimit {
  readonly highest: HighestUtilization
  readonly topCaller: UsageRow['top']
}

/** The operations that have a utilization, in the order of `limits`. */
export function closestOperations(
  limits: readonly OperationLimit[],
  callers: readonly CallerUsage[],
): ClosestOperation[] {
  const byOperation = groupBy(callers, (usage) => keyOf([...nameOf(usage), usage.account]))
  return limits.flatMap((limit) => {
    const { highest } = limit
    if (highest === undefined) return []
    const usages = byOperation.get(keyOf([...nameOf(limit), limit.account])) ?? []
    return { ...limit, highest, topCaller: topOf(usages, ({ principal }) => principal) }
  })
}

/** A row of usage, with the limit of the account that came closest to its own. */
export interface LimitedUsageRow extends UsageRow {
  /** Undefined where no limit is known, and where the rows are not operations. */
  readonly limitPerSecond: number | undefined
  /** The highest utilization in percent; undefined where there are too few calls. */
  readonly utilizationPercent: number | undefined
}

/**
 * Adds limits to rows of usage if each is an operation, in a Region or in an account and a Region.
 * @param columns the names of the columns of the rows
 * @param limits the highest utilization first
 */
export function withLimits(
  rows: readonly UsageRow[],
  columns: readonly string[],
  limits: readonly OperationLimit[],
): LimitedUsageRow[] {
  const known = columns.includes('Operation') && columns.every((column) => VALUES.has(column)) ? limits : []
  const byName = groupBy(known, (limit) => keyOf(columns.map((column) => VALUES.get(column)?.(limit) ?? '')))
  return rows.map((row) => {
    const [first] = byName.get(keyOf(row.name)) ?? []
    return {
      ...row,
      limitPerSecond: first?.limitPerSecond,
      utilizationPercent: first?.highest?.percent,
    }
  })
}

/** The value of each column that limits have, too. */
const VALUES: ReadonlyMap<string, (limit: OperationLimit) => string> = new Map([
  ['Service', ({ service }: OperationLimit) => service],
  ['Operation', ({ operation }: OperationLimit) => operation],
  ['Region', ({ region }: OperationLimit) => region],
  ['Account', ({ account }: OperationLimit) => account],
])

function nameOf({ service, operation, region }: OperationName): string[] {
  return [service, operation, region]
}

type OperationName = Pick<OperationLimit, 'service' | 'operation' | 'region'>

function keyOf(name: readonly string[]): string {
  return name.join('\n')
}
