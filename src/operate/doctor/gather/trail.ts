import type { AdvancedEventSelector, EventSelector, Trail } from '@aws-sdk/client-cloudtrail'
import type { AwsClients } from '../../aws/clients.ts'
import { ask, type Fact } from '../facts/fact.ts'
import type { SourceName } from '../facts/facts.ts'
import type { Names } from '../facts/names.ts'
import type { TrailCoverage, TrailFacts, TrailStatus } from '../facts/trail.ts'

/**
 * The trails of this account, and of its organization, that deliver to the stack's log group or bucket; undefined if
 * it reads neither. Facts about a trail that aren't available are unknown.
 */
export async function gatherTrails(
  aws: AwsClients,
  source: SourceName,
  names: Names,
): Promise<Fact<readonly TrailFacts[]> | undefined> {
  if (names.trailLogGroup === undefined && names.trailBucket === undefined) return undefined
  const trails = await ask('cloudtrail:DescribeTrails', async () => {
    const cloudTrail = await aws.cloudTrail()
    const { trailList = [] } = await cloudTrail.describeTrails({ includeShadowTrails: true })
    return trailList.filter((trail) => delivers(trail, names))
  })
  if ('unknown' in trails) return trails
  return { known: await Promise.all(trails.known.map((trail) => trailFacts(aws, source, trail))) }
}

function delivers(trail: Trail, { trailLogGroup, trailBucket, trailBucketPrefix }: Names): boolean {
  if (trailBucket !== undefined)
    return trail.S3BucketName === trailBucket && (trail.S3KeyPrefix ?? '') === trailBucketPrefix
  return logGroupOf(trail.CloudWatchLogsLogGroupArn) === trailLogGroup
}

/** arn:PARTITION:logs:REGION:ACCOUNT:log-group:NAME:* */
function logGroupOf(arn: string | undefined): string | undefined {
  return arn?.split(':')[6]
}

async function trailFacts(aws: AwsClients, source: SourceName, trail: Trail): Promise<TrailFacts> {
  const arn = trail.TrailARN ?? ''
  const homeRegion = trail.HomeRegion ?? ''
  // CloudTrail describes a trail in its home Region, and an organization trail by its ARN.
  const cloudTrail = await (homeRegion === '' ? aws : aws.in(homeRegion)).cloudTrail()
  const [status, coverage] = await Promise.all([
    ask('cloudtrail:GetTrailStatus', async (): Promise<TrailStatus> => {
      const answer = await cloudTrail.getTrailStatus({ Name: arn })
      const delivered = source === 'S3' ? answer.LatestDeliveryTime : answer.LatestCloudWatchLogsDeliveryTime
      const error = source === 'S3' ? answer.LatestDeliveryError : answer.LatestCloudWatchLogsDeliveryError
      return {
        isLogging: answer.IsLogging === true,
        stoppedAt: answer.StopLoggingTime?.getTime(),
        deliveredAt: delivered?.getTime(),
        deliveryError: error || undefined,
        notificationError: answer.LatestNotificationError || undefined,
      }
    }),
    ask('cloudtrail:GetEventSelectors', async () => {
      const answer = await cloudTrail.getEventSelectors({ TrailName: arn })
      return coverageOf(answer.EventSelectors ?? [], answer.AdvancedEventSelectors ?? [])
    }),
  ])
  return { arn, homeRegion, isMultiRegion: trail.IsMultiRegionTrail === true, status, coverage }
}

/**
 * The management events that a trail with these selectors records. A trail has either basic or advanced selectors.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-management-events-with-cloudtrail.html
 */
export function coverageOf(
  basic: readonly EventSelector[],
  advanced: readonly AdvancedEventSelector[],
): TrailCoverage {
  // The default selectors of a trail.
  if (basic.length === 0 && advanced.length === 0) return { reads: true, writes: true, excludedSources: [] }
  const parts = [...basic.map(ofBasic), ...advanced.flatMap((selector) => ofAdvanced(selector) ?? [])]
  // A source is excluded only if no other selector includes it.
  const [first, ...others] = parts
  const excludedSources = (first?.excludedSources ?? []).filter((source) =>
    others.every((other) => other.excludedSources.includes(source)),
  )
  return {
    reads: parts.some(({ reads }) => reads),
    writes: parts.some(({ writes }) => writes),
    excludedSources,
  }
}

function ofBasic(selector: EventSelector): TrailCoverage {
  const takes = selector.IncludeManagementEvents !== false
  const type = selector.ReadWriteType ?? 'All'
  return {
    reads: takes && type !== 'WriteOnly',
    writes: takes && type !== 'ReadOnly',
    excludedSources: selector.ExcludeManagementEventSources ?? [],
  }
}

/** Undefined if the selector is for other events. */
function ofAdvanced({ FieldSelectors = [] }: AdvancedEventSelector): TrailCoverage | undefined {
  const field = (name: string) => FieldSelectors.find(({ Field }) => Field === name)
  if (field('eventCategory')?.Equals?.includes('Management') !== true) return undefined
  const readOnly = field('readOnly')?.Equals
  return {
    reads: readOnly?.includes('true') ?? true,
    writes: readOnly?.includes('false') ?? true,
    excludedSources: field('eventSource')?.NotEquals ?? [],
  }
}
