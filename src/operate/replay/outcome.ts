/** What became of something that had failed. */
export type Fate =
  /** The function has counted it. */
  | 'counted'
  /** An earlier run, which was interrupted, had it counted. */
  | 'counted before'
  /** Nothing can count it: it is in the file of what was kept aside. */
  | 'kept aside'
  /** It failed again, and waits where it was. */
  | 'failed again'
  /** It is on its way back to the queue of objects. */
  | 'redriven'
  /** It was only looked at. */
  | 'waits'

/** Something that had failed, and what became of it. */
export interface Outcome {
  readonly fate: Fate
  /** Why it failed; the last time, if it failed again. */
  readonly cause: string
  /** When it failed for good, in milliseconds since 1970. */
  readonly failedAt: number
  /** undefined where nothing tells. */
  readonly records: number | undefined
  /** Those of the records that CloudWatch takes no longer. */
  readonly expired: number
}

/** All that failed for one cause and had one fate. */
export interface OutcomeGroup {
  readonly fate: Fate
  readonly cause: string
  readonly count: number
  readonly oldest: number
  readonly newest: number
  /** Where not all are known, those that are. */
  readonly records: number | undefined
  readonly expired: number
}

/** Longer texts of errors differ in what does not matter, such as the place of a byte. */
const MAX_CAUSE_LENGTH = 160

/** Errors may have an ID each. What is past this many groups is one group. */
const MAX_GROUPS = 50

/** Sums outcomes up by cause and fate. */
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

/** The IDs of requests and the times in front of what Lambda itself says of an invocation. */
const OWN_ID = /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/g
const OWN_TIME = /\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z\b/g

function causeOf(text: string): string {
  const short = text
    .slice(0, 2 * MAX_CAUSE_LENGTH)
    .replace(OWN_ID, 'ID')
    .replace(OWN_TIME, 'TIME')
  return short.length > MAX_CAUSE_LENGTH ? `${short.slice(0, MAX_CAUSE_LENGTH)}...` : short
}
