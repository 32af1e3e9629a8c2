import type { Json } from '../records.ts'
import { timeText } from './callers.ts'
import type { SampleCall } from './calls.ts'

/** The eventIDs count up from here: random ones, and requestIDs, would take most of the compressed files. */
const FIRST_ID = 0x5f0a1000

/**
 * The record of a call.
 * @param index tells its eventID from those of other records
 */
export function recordOf(call: SampleCall, index: number): Json {
  const { account, region, caller, service, operation, failure, requestParameters, members } = call
  const { userIdentity, userAgent, sourceIPAddress } = caller
  return {
    eventVersion: '1.11',
    userIdentity,
    eventTime: timeText(call.time),
    eventSource: `${service}.amazonaws.com`,
    eventName: operation,
    awsRegion: region,
    sourceIPAddress,
    userAgent,
    ...(failure === undefined ? {} : { errorCode: failure.code, errorMessage: failure.message }),
    requestParameters: requestParameters ?? null,
    responseElements: null,
    eventID: `${(FIRST_ID + index).toString(16)}-91d4-4f03-8e2b-c6a57d10f3e9`,
    readOnly: /^(?:Describe|Get|List|Lookup|Simulate|AssumeRole$|Decrypt$)/.test(operation),
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: account,
    eventCategory: 'Management',
    ...caller.members,
    ...members,
  }
}
