/**
 * The eventTypes that can be counted. All but the first are known not to be API calls, and are counted only if the
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

/** Summaries of calls that have records themselves. */
const SUMMARIES: ReadonlySet<string> = new Set(['awscloudtrailinsight', 'awsaggregatedevent'])
const SUMMARY_CATEGORIES: ReadonlySet<string> = new Set(['insight', 'aggregated'])

/**
 * The type of a record by its member eventType, which is case-insensitive. Records with an unknown type are calls, because
 * services invent types for their API calls, such as Aurora's `Rds Data Service`. So are old records, which have no type.
 */
export function eventTypeOf(eventType: unknown): EventType {
  if (eventType === 'AwsApiCall') return eventType
  return KNOWN.get(lowerCase(eventType)) ?? 'AwsApiCall'
}

/** Whether a record summarizes calls, which would be counted twice. */
export function isSummary(eventType: unknown, eventCategory: unknown): boolean {
  if (eventType === 'AwsApiCall' && eventCategory === 'Management') return false
  return SUMMARIES.has(lowerCase(eventType)) || SUMMARY_CATEGORIES.has(lowerCase(eventCategory))
}

function lowerCase(value: unknown): string {
  return typeof value === 'string' ? value.trim().toLowerCase() : ''
}
