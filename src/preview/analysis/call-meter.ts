import type { Call } from '../../core/cloudtrail/call.ts'
import { OTHER } from '../../core/dimension-value.ts'
import { getOrAdd } from '../../util/memo.ts'
import { type AgentCounts, addAgent, newAgentCounts } from './agent-counts.ts'
import { columnsOf, type Grouping, type NameColumn } from './grouping.ts'
import { createRecentSeconds } from './recent-seconds.ts'

/** The calls of one principal of an account to one operation that ended in the same way. */
export interface CallGroup {
  /** The value of each column; `Error code` is empty for calls that didn't fail. */
  readonly values: Readonly<Record<NameColumn, string>>
  readonly calls: number
  readonly throttles: number
  readonly agents: Readonly<AgentCounts>
}

/** The busiest second of some calls. */
export interface Peak {
  /** Calls in that second. */
  readonly calls: number
  /** The second, in milliseconds since 1970. The first one, if there are several. */
  readonly time: number
}

/** Everything that was counted. */
export interface CountedCalls {
  readonly groups: readonly CallGroup[]
  /** Calls that stand under `(other)`, because there are too many callers, operations and errors to keep apart. */
  readonly callsUnderOther: number
  /** The times of the first and the last call, in milliseconds since 1970; undefined if there were none. */
  readonly span: { readonly from: number; readonly to: number } | undefined
  /** The busiest second of a row of a list. @param columns those of one of the meter's lists */
  peakOf(columns: readonly NameColumn[], name: readonly string[]): Peak | undefined
}

/** Counts calls, each of which is 1 in the metric `CallCount`, for all lists of the report. */
export interface CallMeter {
  /** Adds a call that the pipeline counts. */
  add(call: Call): void
  read(): CountedCalls
}

/** Lists that the report always has, in addition to the user's grouping: all calls, operations, callers, accounts. */
export const LISTS = {
  all: [],
  operations: columnsOf(['operation']),
  callers: columnsOf(['account', 'principal']),
  accounts: columnsOf(['account']),
  errors: columnsOf(['error', 'operation']),
} as const satisfies Readonly<Record<string, readonly NameColumn[]>>

const ALL_OTHER = { Service: OTHER, Operation: OTHER, Region: OTHER, Account: OTHER, Principal: OTHER }

interface Group extends CallGroup {
  calls: number
  throttles: number
  readonly agents: AgentCounts
  readonly peaks: readonly CountedPeak[]
}

interface CountedPeak {
  readonly counter: number
  calls: number
  time: number
}

/** How much is kept apart. */
export interface MeterLimits {
  /** Groups of calls. */
  readonly groups: number
  /** Characters of all values of the groups. */
  readonly characters: number
  /** Agents, in addition to the first one of each group. */
  readonly agents: number
}

/** Lets a report of ordinary names fit into a heap of 320 MB: a group takes up to 2 KB there, an agent 200 bytes. */
const LIMITS: MeterLimits = { groups: 100_000, characters: 10_000_000, agents: 100_000 }

/** Room that only calls of the callers under `(other)` get, so that operations are still told apart. */
const MORE_FOR_OTHER = 1.25

/**
 * @param grouping how the user groups calls
 * @param limits past them, calls that would make a new group count under `(other)`: first as callers, then as everything
 */
export function createCallMeter(grouping: Grouping, limits = LIMITS): CallMeter {
  const lists = [...new Map([...Object.values(LISTS), columnsOf(grouping)].map((one) => [one.join(), one]))]
  const groups = new Map<string, Group>()
  const peaks = new Map<string, CountedPeak>()
  const seconds = createRecentSeconds()
  const span = { from: Number.POSITIVE_INFINITY, to: Number.NEGATIVE_INFINITY }

  let [characters, moreAgents, callsUnderOther] = [0, 0, 0]

  const newGroup = (values: CallGroup['values'], agent: string): Group => ({
    values,
    calls: 0,
    throttles: 0,
    agents: newAgentCounts(agent),
    peaks: lists
      .filter(([, columns]) => isListed(values, columns))
      .map(([, columns]) => {
        const key = peakKey(columns, nameIn(values, columns))
        return getOrAdd(peaks, key, () => ({ counter: peaks.size, calls: 0, time: 0 }))
      }),
  })

  const groupFor = (values: CallGroup['values'], agent: string, key = keyOf(values)): Group =>
    getOrAdd(groups, key, () => {
      characters += key.length
      return newGroup(values, agent)
    })

  /** The group with these values, if it is there or there is room for it. */
  const groupWithin = (room: number, values: CallGroup['values'], agent: string): Group | undefined => {
    const key = keyOf(values)
    const hasRoom = groups.size < limits.groups * room && characters + key.length <= limits.characters * room
    return hasRoom || groups.has(key) ? groupFor(values, agent, key) : undefined
  }

  return {
    add({ dimensions, failed, throttled, time }) {
      const { Service, Operation, Region, Account, Principal, ErrorCode, Agent } = dimensions
      const code = failed ? ErrorCode : ''
      const values = { Service, Operation, Region, Account, Principal, 'Error code': code }
      const named = groupWithin(1, values, Agent)
      if (named === undefined) callsUnderOther++
      const group =
        named ??
        groupWithin(MORE_FOR_OTHER, { ...values, Principal: OTHER }, Agent) ??
        groupFor({ ...ALL_OTHER, 'Error code': failed ? OTHER : '' }, Agent)
      group.calls++
      if (throttled) group.throttles++
      if (addAgent(group.agents, Agent, moreAgents < limits.agents)) moreAgents++
      const second = Math.floor(time / 1000)
      for (const peak of group.peaks) {
        const calls = seconds.add(peak.counter, second)
        if (calls <= peak.calls) continue
        peak.calls = calls
        peak.time = second * 1000
      }
      if (time < span.from) span.from = time
      if (time > span.to) span.to = time
    },
    read: () => ({
      groups: [...groups.values()],
      callsUnderOther,
      span: groups.size === 0 ? undefined : span,
      peakOf(columns, name) {
        const peak = peaks.get(peakKey(columns, name))
        return peak && { calls: peak.calls, time: peak.time }
      },
    }),
  }
}

/** Whether calls have a row in a list: only failed ones are listed by error. */
export function isListed(values: CallGroup['values'], columns: readonly NameColumn[]): boolean {
  return values['Error code'] !== '' || !columns.includes('Error code')
}

/** The name of the row in which a list has calls. */
export function nameIn(values: CallGroup['values'], columns: readonly NameColumn[]): readonly string[] {
  return columns.map((column) => values[column])
}

/** No valid value holds a line break. */
function keyOf({ Service, Operation, Region, Account, Principal, 'Error code': code }: CallGroup['values']) {
  return `${Service}\n${Operation}\n${Region}\n${Account}\n${Principal}\n${code}`
}

function peakKey(columns: readonly NameColumn[], name: readonly string[]): string {
  return [columns.join(), ...name].join('\n')
}
