import type { Call } from '../cloudtrail/call.ts'
import type { Dimension } from '../cloudtrail/dimensions.ts'
import { OTHER } from '../text.ts'
import type { SeriesPlan } from './budget.ts'
import { type DimensionSet, OPERATION_SET, UNBOUNDED } from './dimensions.ts'

const MINUTE_MS = 60_000
const SECOND_MS = 1000

/** The calls of one series in one minute: what one document says. */
export interface Group {
  /** Names and values of the series, in the order in which they are written. */
  readonly dimensions: Readonly<Record<string, string>>
  /** Start of the minute, in milliseconds since 1970. */
  readonly minute: number
  /** Whether the values of its unbounded dimensions were put together as `(other)`. */
  readonly folded: boolean
  /** Calls in each second of the minute that saw any, in no order. */
  readonly seconds: Second[]
  errors: number
  throttles: number
  /** Who called and what failed; only the groups of `Service,Operation,Region` keep it. */
  readonly details: Details | undefined
}

export interface Second {
  /** 0 to 59. */
  readonly second: number
  calls: number
}

export interface Details {
  readonly callers: Map<string, Caller>
  /** Undefined while no call has failed. */
  failures: Map<string, Failure> | undefined
}

export interface Caller {
  readonly principal: string
  readonly agent: string
  calls: number
  throttles: number
}

export interface Failure {
  readonly code: string
  readonly principal: string
  calls: number
}

/** One dimension set and its groups of one invocation. */
interface SetTally {
  readonly set: DimensionSet
  /** Tells the series of this set from those of others. */
  readonly name: string
  /** A set with ErrorCode counts the calls that failed. */
  readonly failuresOnly: boolean
  readonly foldable: boolean
  /** By minute, then by the values of the dimensions. */
  readonly minutes: Map<number, Map<string, Group>>
}

/** Counts calls by minute and series, every dimension set on its own. */
export class Tally {
  readonly #sets: readonly SetTally[]
  readonly #plan: SeriesPlan

  constructor(sets: readonly DimensionSet[], plan: SeriesPlan) {
    this.#plan = plan
    this.#sets = sets.map((set) => ({
      set,
      name: set.join(),
      failuresOnly: set.includes('ErrorCode'),
      foldable: set.some((dimension) => UNBOUNDED.has(dimension)),
      minutes: new Map(),
    }))
  }

  /** Counts one call. Returns whether it was folded into `(other)` in any set. */
  add(call: Call): boolean {
    const minute = Math.floor(call.time / MINUTE_MS) * MINUTE_MS
    const second = Math.floor((call.time - minute) / SECOND_MS)
    let folded = false
    for (const tally of this.#sets) {
      if (tally.failuresOnly && !call.failed) continue
      const group = this.#groupOf(call, minute, tally)
      count(group, call, second)
      folded ||= group.folded
    }
    return folded
  }

  *groups(): Generator<Group> {
    for (const { minutes } of this.#sets) {
      for (const groups of minutes.values()) {
        // A folded group also stands under the keys of the series that were folded into it.
        yield* new Set(groups.values())
      }
    }
  }

  #groupOf(call: Call, minute: number, tally: SetTally): Group {
    let groups = tally.minutes.get(minute)
    if (groups === undefined) {
      groups = new Map()
      tally.minutes.set(minute, groups)
    }
    const key = keyOf(tally.set, call.dimensions)
    let group = groups.get(key)
    if (group === undefined) {
      const admitted = this.#plan.admits(`${tally.name}\n${key}`)
      group =
        admitted || !tally.foldable
          ? newGroup(tally.set, call.dimensions, minute, false)
          : folded(call, minute, tally.set, groups)
      groups.set(key, group)
    }
    return group
  }
}

/** The group of the minute that takes in all series past the budget. */
function folded(call: Call, minute: number, set: DimensionSet, groups: Map<string, Group>): Group {
  const values = { ...call.dimensions }
  for (const dimension of UNBOUNDED) values[dimension] = OTHER
  const key = `\n${keyOf(set, values)}`
  let group = groups.get(key)
  if (group === undefined) {
    group = newGroup(set, values, minute, true)
    groups.set(key, group)
  }
  return group
}

/** Tells one series of a set from every other. Valid values hold no line break. */
function keyOf(set: DimensionSet, values: Readonly<Record<Dimension, string>>): string {
  let key = ''
  for (const dimension of set) key += `${values[dimension]}\n`
  return key
}

function newGroup(
  set: DimensionSet,
  values: Readonly<Record<Dimension, string>>,
  minute: number,
  folded: boolean,
): Group {
  const dimensions: Record<string, string> = {}
  for (const dimension of set) dimensions[dimension] = values[dimension]
  return {
    dimensions,
    minute,
    folded,
    seconds: [],
    errors: 0,
    throttles: 0,
    details: set === OPERATION_SET ? { callers: new Map(), failures: undefined } : undefined,
  }
}

function count(group: Group, call: Call, second: number): void {
  // Calls come mostly in the order of time.
  const known = group.seconds.findLast((one) => one.second === second)
  if (known === undefined) group.seconds.push({ second, calls: 1 })
  else known.calls++
  if (call.failed) group.errors++
  if (call.throttled) group.throttles++
  if (group.details !== undefined) countDetails(group.details, call)
}

function countDetails(details: Details, call: Call): void {
  const { Principal: principal, Agent: agent, ErrorCode: code } = call.dimensions
  const callerKey = `${principal}\n${agent}`
  let caller = details.callers.get(callerKey)
  if (caller === undefined) {
    caller = { principal, agent, calls: 0, throttles: 0 }
    details.callers.set(callerKey, caller)
  }
  caller.calls++
  if (call.throttled) caller.throttles++
  if (!call.failed) return
  details.failures ??= new Map()
  const failureKey = `${code}\n${principal}`
  let failure = details.failures.get(failureKey)
  if (failure === undefined) {
    failure = { code, principal, calls: 0 }
    details.failures.set(failureKey, failure)
  }
  failure.calls++
}
