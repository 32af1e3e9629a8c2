/**
 * The eventTypes that may be counted. All but the first are known not to be API calls, and are counted only where the
 * configuration adds them.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
 */
export const EVENT_TYPES = [
  'AwsApiCall',
  'AwsServiceEvent',
  'AwsConsoleAction',
  'AwsConsoleSignIn',
  'AwsVpceEvent',
  'AwsVpceEvents',
] as const

export type EventType = (typeof EVENT_TYPES)[number]

const KNOWN: ReadonlyMap<string, EventType> = new Map(EVENT_TYPES.map((type) => [type.toLowerCase(), type]))

/** Summaries of calls that have records of their own. */
const SUMMARIES: ReadonlySet<string> = new Set(['awscloudtrailinsight', 'awsaggregatedevent'])
const SUMMARY_CATEGORIES: ReadonlySet<string> = new Set(['insight', 'aggregated'])

/**
 * The type of a record by its member eventType, compared without regard to case. A type that is not known is one that a
 * service made up for its API calls, as Aurora did with `Rds Data Service`, and old records have none: both are calls.
 */
export function eventTypeOf(eventType: unknown): EventType {
  if (eventType === 'AwsApiCall') return eventType
  return KNOWN.get(lowerCase(eventType)) ?? 'AwsApiCall'
}

/** Whether a record sums up calls and would count them again. */
export function isSummary(eventType: unknown, eventCategory: unknown): boolean {
  if (eventType === 'AwsApiCall' && eventCategory === 'Management') return false
  return SUMMARIES.has(lowerCase(eventType)) || SUMMARY_CATEGORIES.has(lowerCase(eventCategory))
}

function lowerCase(value: unknown): string {
  return typeof value === 'string' ? value.trim().toLowerCase() : ''
}
