import { groupBy } from '../../util/group.ts'
import type { CountedCalls } from './call-meter.ts'
import { columnsOf } from './grouping.ts'
import type { HighestUtilization, OperationLimit } from './limits.ts'
import { type UsageRow, usageBy } from './usage.ts'

/** An operation that has a utilization, with its top caller. */
export interface ClosestOperation extends OperationLimit {
  readonly highest: HighestUtilization
  readonly topCaller: UsageRow['topCaller']
}

const OPERATIONS_OF_ACCOUNTS = columnsOf(['operation', 'account'])

/** The operations that have a utilization, in the order of `limits`. */
export function closestOperations(
  limits: readonly OperationLimit[],
  counted: CountedCalls,
): ClosestOperation[] {
  const topCallers = new Map(
    usageBy(OPERATIONS_OF_ACCOUNTS, counted).map(({ name, topCaller }) => [keyOf(name), topCaller]),
  )
  return limits.flatMap((limit) => {
    const { highest, service, operation, region, account } = limit
    if (highest === undefined) return []
    return { ...limit, highest, topCaller: topCallers.get(keyOf([service, operation, region, account])) }
  })
}

/** A row of usage, with the limit of the account that came closest to it. */
export interface LimitedUsageRow extends UsageRow {
  /** Undefined if no limit is known, or if rows aren't operations. */
  readonly limitPerSecond: number | undefined
  /** The highest utilization in percent; undefined if there are too few calls. */
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
  const known = hasLimits(columns) ? limits : []
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

/** Whether each row is an operation, in a Region or in an account and a Region. */
export function hasLimits(columns: readonly string[]): boolean {
  return columns.includes('Operation') && columns.every((column) => VALUES.has(column))
}

/** The value of each column that limits have, too. */
const VALUES: ReadonlyMap<string, (limit: OperationLimit) => string> = new Map([
  ['Service', ({ service }: OperationLimit) => service],
  ['Operation', ({ operation }: OperationLimit) => operation],
  ['Region', ({ region }: OperationLimit) => region],
  ['Account', ({ account }: OperationLimit) => account],
])

function keyOf(name: readonly string[]): string {
  return name.join('\n')
}
