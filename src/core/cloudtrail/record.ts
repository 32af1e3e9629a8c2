import type { Fields } from '../../util/json.ts'

/**
 * The parts of a CloudTrail record that are used. The only guarantee is that a record is a JSON object, so every member is
 * checked before use.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
 */
export type CloudTrailRecord = Fields<
  | 'awsRegion'
  | 'errorCode'
  | 'errorMessage'
  | 'eventCategory'
  | 'eventID'
  | 'eventName'
  | 'eventSource'
  | 'eventTime'
  | 'eventType'
  | 'recipientAccountId'
  | 'userAgent'
  | 'userIdentity'
>

/**
 * The caller.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html
 */
export type UserIdentity = Fields<
  | 'accountId'
  | 'arn'
  | 'identityProvider'
  | 'invokedBy'
  | 'onBehalfOf'
  | 'principalId'
  | 'sessionContext'
  | 'type'
  | 'userName'
>

const RFC_3339 = /^\d{4}-\d\d-(\d\d)T(?:[01]\d|2[0-3]):\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/i

/**
 * Milliseconds since 1970 of an eventTime such as `2023-07-10T12:00:00Z`, with or without a fraction, with `Z` or an
 * offset, with letters in either case; undefined if it isn't valid or its month doesn't have that day.
 * https://www.rfc-editor.org/rfc/rfc3339#section-5.6
 */
export function eventTimeMs(value: string): number | undefined {
  const day = RFC_3339.exec(value)?.[1]
  if (day === undefined) return undefined
  // Date.parse accepts the letters only in upper case.
  const time = Date.parse(value.toUpperCase())
  if (Number.isNaN(time)) return undefined
  // Date.parse reads February 30 as March 2.
  if (day > '28' && new Date(`${value.slice(0, 10)}T00:00:00Z`).getUTCDate() !== Number(day)) return undefined
  return time
}
