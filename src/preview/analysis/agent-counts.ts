import { OTHER } from '../../core/dimension-value.ts'

/** Calls by agent. Most callers have one agent, so the map is created for the second. */
export interface AgentCounts {
  readonly first: string
  firstCalls: number
  others: Map<string, number> | undefined
}

/** A caller may send another userAgent with every call: further agents count as `(other)`. */
const MAX_AGENTS = 100

/** Counts of no calls yet. @param agent the agent of the first call */
export function newAgentCounts(agent: string): AgentCounts {
  return { first: agent, firstCalls: 0, others: undefined }
}

/**
 * Counts a call.
 * @param hasRoom whether a further agent may be named
 * @returns whether one was
 */
export function addAgent(counts: AgentCounts, agent: string, hasRoom: boolean): boolean {
  if (agent === counts.first) {
    counts.firstCalls++
    return false
  }
  counts.others ??= new Map()
  const { others } = counts
  const isKnown = others.has(agent)
  const isNamed = isKnown || (hasRoom && others.size + 1 < MAX_AGENTS)
  const name = isNamed ? agent : OTHER
  others.set(name, (others.get(name) ?? 0) + 1)
  return isNamed && !isKnown
}

/**
 * The named agent with the most calls, the first by name of several; and the minimum number of agents: those under `(other)`
 * of one group may have a name in another.
 */
export function agentsOf(all: readonly AgentCounts[]): { readonly agent: string; readonly agents: number } {
  const calls = new Map<string, number>()
  const add = (agent: string, count: number) => calls.set(agent, (calls.get(agent) ?? 0) + count)
  let mostInOne = 0
  for (const { first, firstCalls, others } of all) {
    add(first, firstCalls)
    for (const [agent, count] of others ?? []) if (agent !== OTHER) add(agent, count)
    mostInOne = Math.max(mostInOne, 1 + (others?.size ?? 0))
  }
  const [most] = [...calls].sort(([a, ofA], [b, ofB]) => ofB - ofA || (a < b ? -1 : 1))
  return { agent: most?.[0] ?? '', agents: Math.max(calls.size, mostInOne) }
}
