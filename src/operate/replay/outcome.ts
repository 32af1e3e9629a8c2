/** The outcome of replaying an item. */
export type Fate =
  /** The function has counted it. */
  | 'counted'
  /** An earlier, interrupted run had it counted. */
  | 'counted before'
  /** It can't be counted, and is in the file of items that were set aside. */
  | 'set aside'
  /** It failed again, and stays in its place. */
  | 'failed again'
  /** It is on its way back to the object queue. */
  | 'redriven'
  /** It was only listed. */
  | 'waits'

/** A failed item and its outcome. */
export interface Outcome {
  readonly fate: Fate
  /** The reason of its last failure. */
  readonly cause: string
  /** The time of the original failure, in milliseconds since 1970. */
  readonly failedAt: number
  /** Undefined if unknown. */
  readonly records: number | undefined
  /** The number of records that are too old for CloudWatch. */
  readonly expired: number
}

/** The items with the same cause and outcome. */
export interface OutcomeGroup {
  readonly fate: Fate
  readonly cause: string
  readonly count: number
  readonly oldest: number
  readonly newest: number
  /** If some are unknown, only the known ones. */
  readonly records: number | undefined
  readonly expired: number
}

/** Longer error texts differ in irrelevant details, such as the position of a byte. */
const MAX_CAUSE_LENGTH = 160

/** Each error may have a different ID, so groups beyond this number are combined. */
const MAX_GROUPS = 50

/** Groups outcomes by cause and fate. */
export function groupOutcomes(): {
  readonly add: (outcome: Outcome) => void
  readonly groups: () => readonly OutcomeGroup[]
} {
  const groups = new Map<string, OutcomeGroup>()
  return {
    add(outcome) {
      const cause = causeOf(outcome.cause)
      const known = `${outcome.fate} ${cause}`
      const isFull = groups.size >= MAX_GROUPS && !groups.has(known)
      const key = isFull ? outcome.fate : known
      groups.set(key, joined(groups.get(key), { ...outcome, cause: isFull ? 'Other causes' : cause }))
    },
    groups: () => [...groups.values()].sort((a, b) => b.count - a.count),
  }
}

function joined(group: OutcomeGroup | undefined, outcome: Outcome): OutcomeGroup {
  const { fate, cause, failedAt, records, expired } = outcome
  if (group === undefined)
    return { fate, cause, count: 1, oldest: failedAt, newest: failedAt, records, expired }
  return {
    fate,
    cause,
    count: group.count + 1,
    oldest: Math.min(group.oldest, failedAt),
    newest: Math.max(group.newest, failedAt),
    records: records === undefined ? group.records : (group.records ?? 0) + records,
    expired: group.expired + expired,
  }
}

/** The request IDs and times before Lambda's own messages about an invocation. */
const OWN_ID = /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/g
const OWN_TIME = /\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z\b/g

function causeOf(text: string): string {
  const short = text
    .slice(0, 2 * MAX_CAUSE_LENGTH)
    .replace(OWN_ID, 'ID')
    .replace(OWN_TIME, 'TIME')
  return short.length > MAX_CAUSE_LENGTH ? `${short.slice(0, MAX_CAUSE_LENGTH)}...` : short
}
