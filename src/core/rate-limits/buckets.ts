import { getOrAdd } from '../../util/memo.ts'
import type { LimitCondition } from '../cloudtrail/limit-conditions.ts'
import { isFor, type LimitValues, type RateLimit, type ServiceLimits, valuesIn } from './limit.ts'
import { isOverridden, type LimitOverride } from './overrides.ts'

/** The token bucket that calls of an operation take from. */
export interface Bucket extends LimitValues {
  /** Key of the bucket. Operations that share a bucket have the same key. */
  readonly key: string
  /** The dimensions of the calls. */
  readonly dimensions: LimitedDimensions
  /** Key of the operation and its Region among those that take from the bucket. */
  readonly operationKey: string
  /** Index of its limit among those of the service; undefined if only an override gives a limit. */
  readonly index: number | undefined
  /** The override that sets its values. */
  readonly override: LimitOverride | undefined
}

/** The dimensions that, together with its conditions, decide which buckets a call takes from. */
export type LimitedDimensions = Readonly<Record<'Service' | 'Operation' | 'Region' | 'Account', string>>

/**
 * The buckets that a call takes from: none, one, or several if a service also has a limit for all its operations together.
 * For equal arguments, the list is usually identical, not only equal.
 */
export type FindBuckets = (
  dimensions: LimitedDimensions,
  conditions: readonly LimitCondition[],
) => readonly Bucket[]

/**
 * Finds buckets by the limits of `table` and their overrides. An override of all operations of a shared bucket changes the
 * bucket. An override of some of them gives each of those its own bucket.
 * @param table called when the first bucket is looked up
 * @param overrides if several match, the last one counts
 */
export function createBucketFinder(
  table: () => readonly ServiceLimits[],
  overrides: readonly LimitOverride[] = [],
): FindBuckets {
  let services: ReadonlyMap<string, readonly RateLimit[]> | undefined

  return remembering((dimensions, conditions) => {
    const { Service: service, Operation: operation, Region: region, Account: account } = dimensions
    services ??= new Map(table().map((one) => [one.service, one.limits]))
    const limits = [...(services.get(service) ?? []).entries()].filter(([, limit]) => isFor(limit, operation))
    const matching = [...overrides.entries()].filter(([, one]) => isOverridden(one, service, operation))
    const applying: Candidate[] = firstAndAdditional(limits, conditions)
    // An override can also set a limit if none is documented.
    if (applying.every(([, limit]) => limit?.inAddition)) applying.push([])
    return applying.flatMap((candidate) => {
      const [index, limit] = candidate
      const [place, override] = matching.findLast(([, one]) => isInForce(one, dimensions, candidate)) ?? []
      const values = override ?? (limit && valuesIn(limit, region))
      if (values === undefined || limit?.exempt?.some((condition) => conditions.includes(condition)))
        return []
      const isShared = limit?.shared && (override === undefined || isWhole(override, service, limit))
      const isGlobal = limit?.scope === 'account' && override?.region === undefined
      const { refillPerSecond, bucketSize } = values
      return {
        // Dimension values have no line breaks.
        key: [service, index, place, account, isGlobal || region, isShared || operation].join('\n'),
        dimensions: { Service: service, Operation: operation, Region: region, Account: account },
        operationKey: isGlobal ? `${operation}\n${region}` : operation,
        index,
        override,
        refillPerSecond,
        bucketSize,
      }
    })
  })
}

type Indexed = readonly [index: number, limit: RateLimit]

/** A limit, or undefined if only an override can set one. */
type Candidate = Indexed | readonly []

function firstAndAdditional(limits: readonly Indexed[], conditions: readonly LimitCondition[]): Indexed[] {
  const holding = limits.filter(([, { when }]) => when === undefined || conditions.includes(when))
  const first = holding.find(([, limit]) => !limit.inAddition)
  return holding.filter((one) => one === first || one[1].inAddition)
}

/** Whether an override for an operation also applies to one of its limits, or to an operation without a limit. */
function isInForce(
  override: LimitOverride,
  { Service, Account, Region }: LimitedDimensions,
  [index, limit]: Candidate,
): boolean {
  const { account = Account, region = Region } = override
  if (account !== Account || region !== Region) return false
  if (override.index !== undefined && override.index !== index) return false
  // The limit of all operations together differs from that of an operation.
  return !limit?.inAddition || isWhole(override, Service, limit)
}

/** Whether an override applies to every operation of a limit. */
function isWhole(override: LimitOverride, service: string, { operations }: RateLimit): boolean {
  if (override.index !== undefined) return true
  return operations.every((pattern) => pattern.startsWith('!') || isOverridden(override, service, pattern))
}

/** Maximum number of cached targets, about 3 MB. */
const REMEMBERED = 5_000
/** Names that are longer than any in AWS aren't cached. */
const MAX_LENGTH = 256

type Services = Map<string, Map<string, readonly Bucket[]>>

/** Caches the results. Nested maps take a fraction of the time of a single map with all values in its keys. */
function remembering(find: FindBuckets): FindBuckets {
  const accounts = new Map<string, Map<string, Services>>()
  let services: Services | undefined
  let account = ''
  let region = ''
  let size = 0
  return (dimensions, conditions) => {
    const { Service, Operation, Region, Account } = dimensions
    if (Service.length + Operation.length + Region.length + Account.length > MAX_LENGTH) {
      return find(dimensions, conditions)
    }
    // Usually they are those of the previous call, and comparing texts is faster than a lookup.
    if (services === undefined || Region !== region || Account !== account) {
      const regions = getOrAdd(accounts, Account, () => new Map<string, Services>())
      services = getOrAdd(regions, Region, () => new Map())
      account = Account
      region = Region
    }
    const operations = getOrAdd(services, Service, () => new Map())
    const key = conditions.length === 0 ? Operation : `${Operation}\n${conditions.join()}`
    let buckets = operations.get(key)
    if (buckets === undefined) {
      buckets = find(dimensions, conditions)
      operations.set(key, buckets)
      if (++size > REMEMBERED) {
        accounts.clear()
        services = undefined
        size = 0
      }
    }
    return buckets
  }
}
