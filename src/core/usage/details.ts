import type { Call } from '../cloudtrail/call.ts'
import { OTHER } from '../dimension-value.ts'

/** The callers and errors of one group. */
export interface Details {
  /** By account and principal. */
  readonly callers: Map<string, Caller>
  /** By code, account and principal. Undefined while no call has failed. */
  failures: Map<string, Failure> | undefined
}

/** A principal of an account, over all its agents. */
export interface Caller {
  readonly account: string
  readonly principal: string
  calls: number
  throttles: number
  /** Calls by agent. */
  readonly agents: Agents
}

/** One error code of a principal of an account. */
export interface Failure {
  readonly code: string
  readonly account: string
  readonly principal: string
  calls: number
}

/** Maximum number of distinct agents per principal, because a caller can send a different userAgent with every call. */
export const MAX_AGENTS = 100

/** Maximum number of distinct callers, and of distinct failures, per group. */
export const MAX_ENTRIES = 500

/**
 * Maximum memory of a batch's details, in bytes. A caller of an operation and minute takes some hundred bytes, so ordinary
 * batches need a fraction of it.
 */
const MAX_BYTES = 12 * 1024 * 1024
/** Approximate bytes of an entry without its texts: the object, its slot in a map and the headers of its strings. */
const ENTRY_BYTES = 250

/** Keeps the details of all groups of one batch within a memory limit. Beyond it, calls count under `(other)`. */
export class DetailsBudget {
  #left = MAX_BYTES

  /** Reserves memory for one more entry under this key. Returns whether there was enough. */
  take(key: string): boolean {
    // Everything is ASCII. The texts in the key are also stored separately.
    const bytes = ENTRY_BYTES + 2 * key.length
    if (bytes > this.#left) return false
    this.#left -= bytes
    return true
  }
}

/** Adds one call. */
export function addDetails(details: Details, call: Call, budget: DetailsBudget): void {
  const { Account, Principal, Agent, ErrorCode } = call.dimensions
  const { callers } = details
  const key = `${Account}\n${Principal}`
  const caller =
    callers.get(key) ??
    added(callers, key, budget, (text) => {
      return {
        account: text(Account),
        principal: text(Principal),
        calls: 0,
        throttles: 0,
        agents: new Agents(),
      }
    })
  caller.calls++
  if (call.throttled) caller.throttles++
  caller.agents.add(Agent, budget)
  if (!call.failed) return
  details.failures ??= new Map()
  const failureKey = `${ErrorCode}\n${key}`
  const failure =
    details.failures.get(failureKey) ??
    added(details.failures, failureKey, budget, (text) => {
      return { code: text(ErrorCode), account: text(Account), principal: text(Principal), calls: 0 }
    })
  failure.calls++
}

/** A new entry or, if there is no room, the entry for the rest. No other key is just `(other)`. */
function added<Entry>(
  entries: Map<string, Entry>,
  key: string,
  budget: DetailsBudget,
  make: (textOf: (text: string) => string) => Entry,
): Entry {
  const fits = entries.size < MAX_ENTRIES && budget.take(key)
  const rest = fits ? undefined : entries.get(OTHER)
  if (rest !== undefined) return rest
  const entry = make(fits ? kept : () => OTHER)
  entries.set(fits ? key : OTHER, entry)
  return entry
}

/** The number of calls by agent. Most callers have one agent, so a map is created only for the second one. */
export class Agents {
  #first = ''
  #firstCalls = 0
  #others: Map<string, number> | undefined
  #unknown = false

  add(agent: string, budget: DetailsBudget): void {
    if (agent === this.#first) this.#firstCalls++
    else if (this.#firstCalls === 0) {
      this.#first = kept(agent)
      this.#firstCalls = 1
    } else this.#addOther(agent, budget)
  }

  /** The agent with the most calls. A tie goes to the first by name. */
  get mostActive(): string {
    let [most, calls] = [this.#first, this.#firstCalls]
    for (const [agent, count] of this.#others ?? []) {
      if (count > calls || (count === calls && agent < most)) [most, calls] = [agent, count]
    }
    return most
  }

  /** The number of distinct agents, at most 100. */
  get count(): number {
    const known = 1 + (this.#others?.size ?? 0)
    return this.#unknown ? Math.min(known + 1, MAX_AGENTS) : known
  }

  #addOther(agent: string, budget: DetailsBudget): void {
    this.#others ??= new Map()
    const calls = this.#others.get(agent)
    if (calls !== undefined) this.#others.set(agent, calls + 1)
    else if (this.#others.size + 1 < MAX_AGENTS && budget.take(agent)) this.#others.set(kept(agent), 1)
    else this.#unknown = true
  }
}

/** From this length on, a substring in V8 isn't a copy but keeps the whole text in memory. */
const SHARED_LENGTH = 13

/** A copy of `text` that doesn't keep a longer text in memory. */
function kept(text: string): string {
  return text.length < SHARED_LENGTH ? text : JSON.parse(JSON.stringify(text))
}
