import type { AwsClients } from '../../aws/clients.ts'
import { ask, type Fact } from '../facts/fact.ts'
import type { Facts } from '../facts/facts.ts'
import type { ProofCall } from './call.ts'
import { type Sighting, sightingFilter, sightingIn } from './sighting.ts'

/** A call that doctor made. */
export interface MadeCall {
  readonly call: ProofCall
  readonly region: string
  /** According to the clock of this machine, in milliseconds since 1970. */
  readonly at: number
  readonly requestId: string | undefined
  /** The access key of the call, for looking up its events in CloudTrail. */
  readonly accessKeyId: string
}

/** Maximum error of this machine's clock. */
const CLOCK_MS = 60_000

/** Maximum number of events to read of one minute and access key. */
const MAX_EVENTS = 500

/** The time at which CloudTrail's event history had the call, in milliseconds since 1970; undefined until then. */
export function recordedAt(aws: AwsClients, made: MadeCall): Promise<Fact<number | undefined>> {
  return ask('cloudtrail:LookupEvents', async () => {
    const cloudTrail = await aws.in(made.region).cloudTrail()
    const pages = cloudTrail.paginateLookupEvents({
      LookupAttributes: [{ AttributeKey: 'AccessKeyId', AttributeValue: made.accessKeyId }],
      StartTime: new Date(made.at - CLOCK_MS),
      EndTime: new Date(made.at + CLOCK_MS),
    })
    let read = 0
    for await (const { Events = [] } of pages) {
      for (const { EventTime, CloudTrailEvent = '' } of Events)
        if (made.requestId !== undefined && CloudTrailEvent.includes(made.requestId))
          return EventTime?.getTime() ?? made.at
      read += Events.length
      if (read >= MAX_EVENTS) break
    }
    return undefined
  })
}

/** Whether a trail of the stack has delivered since a time. */
export async function hasDelivered(
  aws: AwsClients,
  { trails, source }: Facts,
  since: number,
): Promise<Fact<boolean>> {
  if (trails === undefined || 'unknown' in trails) return { known: false }
  return ask('cloudtrail:GetTrailStatus', async () => {
    for (const { arn, homeRegion } of trails.known) {
      const cloudTrail = await aws.in(homeRegion).cloudTrail()
      const status = await cloudTrail.getTrailStatus({ Name: arn })
      const at = source === 'S3' ? status.LatestDeliveryTime : status.LatestCloudWatchLogsDeliveryTime
      if (at !== undefined && at.getTime() > since) return true
    }
    return false
  })
}

/** The match of the function's log with the call; undefined until there is one. */
export function countedAs(
  aws: AwsClients,
  { names }: Facts,
  made: MadeCall,
): Promise<Fact<Sighting | undefined>> {
  return ask('logs:FilterLogEvents', async () => {
    const logs = await aws.logs()
    let best: Sighting | undefined
    const pages = logs.paginateFilterLogEvents({
      logGroupName: names.functionLogGroup,
      startTime: made.at - CLOCK_MS,
      filterPattern: sightingFilter(made.call, made.region),
    })
    for await (const { events = [] } of pages)
      for (const { message = '' } of events) {
        const sighting = sightingIn(message, made.call, made.region, made.at, CLOCK_MS)
        if (sighting === 'caller') return sighting
        best ??= sighting
      }
    return best
  })
}
