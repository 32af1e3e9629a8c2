import type { Fields } from '../../util/json.ts'

/**
 * The parts of a CloudTrail record that are used. Nothing is promised of a record but that it is a JSON object:
 * every member is looked at before it is believed.
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
 * Who made the call.
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
 * offset, its letters in either case; undefined where it is none, or a day that its month does not have.
 * https://www.rfc-editor.org/rfc/rfc3339#section-5.6
 */
export function eventTimeMs(value: string): number | undefined {
  const day = RFC_3339.exec(value)?.[1]
  if (day === undefined) return undefined
  // Date.parse takes the letters in upper case only.
  const time = Date.parse(value.toUpperCase())
  if (Number.isNaN(time)) return undefined
  // Date.parse takes February 30 for March 2.
  if (day > '28' && new Date(`${value.slice(0, 10)}T00:00:00Z`).getUTCDate() !== Number(day)) return undefined
  return time
}
