import type { Call } from '../cloudtrail/call.ts'
import type { Dimension } from '../cloudtrail/dimensions.ts'
import { OTHER } from '../dimension-value.ts'
import type { SeriesPlan } from './budget.ts'
import { addDetails, type Details, DetailsBudget } from './details.ts'
import { type CountedSet, type DimensionSet, OPERATION_SET, UNBOUNDED } from './dimension-sets.ts'

const MINUTE_MS = 60_000
const SECOND_MS = 1000

/** The calls of one series in one minute, which become one document. */
export interface Group {
  /** Names and values of the series, in the order in which they are written. */
  readonly dimensions: Readonly<Record<string, string>>
  /** The calls that the group counts. */
  readonly counts: CountedSet['counts']
  /** Start of the minute, in milliseconds since 1970. */
  readonly minute: number
  /** Whether the values of its unbounded dimensions were replaced by `(other)`. */
  readonly folded: boolean
  /** The number of calls in each second of the minute that has any, in no particular order. */
  readonly seconds: Second[]
  errors: number
  throttles: number
  /** The callers and errors, which only the groups of `Service,Operation,Region` keep. */
  readonly details: Details | undefined
}

export interface Second {
  /** 0 to 59. */
  readonly second: number
  calls: number
}

/** One dimension set and its groups of one invocation. */
interface SetTally {
  readonly set: CountedSet
  /** Key of this set among others. */
  readonly name: string
  readonly foldable: boolean
  readonly minutes: Map<number, Minute>
}

interface Minute {
  /** By the values of the dimensions. */
  readonly groups: Map<string, Group>
  /** Groups of the series beyond the budget, by the remaining values. Undefined while there are none. */
  folded: Map<string, Group> | undefined
}

const NOWHERE: readonly CountedSet[] = []

/** Counts calls by minute and series, for each dimension set separately. */
export class Tally {
  readonly #sets: readonly SetTally[]
  readonly #plan: SeriesPlan
  readonly #detailsBudget = new DetailsBudget()

  constructor(sets: readonly CountedSet[], plan: SeriesPlan) {
    this.#plan = plan
    this.#sets = sets.map((set) => ({
      set,
      name: setName(set),
      foldable: set.dimensions.some((dimension) => UNBOUNDED.has(dimension)),
      minutes: new Map(),
    }))
  }

  /** Counts one call. Returns the sets in which it was folded into `(other)`. */
  add(call: Call): readonly CountedSet[] {
    const minute = Math.floor(call.time / MINUTE_MS) * MINUTE_MS
    const second = Math.floor((call.time - minute) / SECOND_MS)
    let folded = NOWHERE
    for (const tally of this.#sets) {
      const { counts } = tally.set
      if (counts === 'failures' && !call.failed) continue
      if (counts === 'throttles' && !call.throttled) continue
      const group = this.#groupOf(call, minute, tally)
      count(group, call, second)
      if (group.details !== undefined) addDetails(group.details, call, this.#detailsBudget)
      if (group.folded) folded = [...folded, tally.set]
    }
    return folded
  }

  groups(): Group[] {
    const all: Group[] = []
    for (const { minutes } of this.#sets) {
      for (const { groups, folded } of minutes.values()) {
        for (const group of groups.values()) all.push(group)
        for (const group of folded?.values() ?? []) all.push(group)
      }
    }
    return all
  }

  #groupOf(call: Call, time: number, tally: SetTally): Group {
    let minute = tally.minutes.get(time)
    if (minute === undefined) {
      minute = { groups: new Map(), folded: undefined }
      tally.minutes.set(time, minute)
    }
    const key = seriesKey(tally.set.dimensions, call.dimensions)
    const known = minute.groups.get(key)
    if (known !== undefined) return known
    // The keys of series beyond the budget aren't kept, because every call may have a different one.
    if (!this.#plan.admits(tally.name, key) && tally.foldable)
      return foldedGroup(call, time, tally.set, minute)
    const group = newGroup(tally.set, call.dimensions, time, false)
    minute.groups.set(key, group)
    return group
  }
}

/** The group of the minute for all series beyond the budget. */
function foldedGroup(call: Call, time: number, set: CountedSet, minute: Minute): Group {
  const values = { ...call.dimensions }
  for (const dimension of UNBOUNDED) values[dimension] = OTHER
  const key = seriesKey(set.dimensions, values)
  minute.folded ??= new Map()
  let group = minute.folded.get(key)
  if (group === undefined) {
    group = newGroup(set, values, time, true)
    minute.folded.set(key, group)
  }
  return group
}

/** Key of the budget of a set. */
export function setName({ dimensions }: CountedSet): string {
  return dimensions.join()
}

/** Key of a series within its set. Valid values have no line breaks. */
export function seriesKey(set: DimensionSet, values: Readonly<Partial<Record<Dimension, string>>>): string {
  let key = ''
  for (const dimension of set) key += `${values[dimension]}\n`
  return key
}

function newGroup(
  set: CountedSet,
  values: Readonly<Record<Dimension, string>>,
  minute: number,
  folded: boolean,
): Group {
  const dimensions: Record<string, string> = {}
  for (const dimension of set.dimensions) dimensions[dimension] = values[dimension]
  return {
    dimensions,
    counts: set.counts,
    minute,
    folded,
    seconds: [],
    errors: 0,
    throttles: 0,
    details: set.dimensions === OPERATION_SET ? { callers: new Map(), failures: undefined } : undefined,
  }
}

function count(group: Group, call: Call, second: number): void {
  // Calls usually come in order of time.
  const known = group.seconds.findLast((one) => one.second === second)
  if (known === undefined) group.seconds.push({ second, calls: 1 })
  else known.calls++
  if (call.failed) group.errors++
  if (call.throttled) group.throttles++
}
