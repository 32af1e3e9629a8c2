import type { TimeRange } from '../../inputs/trail-bucket.ts'
import { counted } from '../../util/number-text.ts'
import { HOUR_MS, MINUTE_MS } from '../../util/time.ts'
import type { Stack } from '../aws/stack.ts'
import { maxAgeHours } from '../max-age.ts'

export interface BackfillRequest {
  readonly bucket: string
  readonly prefix: string
  /** The time range of the calls. */
  readonly range: TimeRange
  /** Maximum time that CloudTrail may have taken to deliver them, in milliseconds. */
  readonly marginMs: number
  /** Milliseconds since 1970. */
  readonly now: number
}

/** The plan of a backfill. */
export interface BackfillPlan {
  readonly prefix: string
  readonly range: TimeRange
  /** The delivery times of the files that can have those calls. */
  readonly delivered: TimeRange
  /** Whether part of the time range is skipped, because the function doesn't count records of that age. */
  readonly isCut: boolean
  readonly functionName: string
  /** The object queue, if the source is `S3`. */
  readonly objectQueueUrl: string | undefined
}

/**
 * Plans how a stack counts the calls of a time range.
 * @throws {Error} with the reason, if nothing would be counted
 */
export function planBackfill(stack: Stack, request: BackfillRequest): BackfillPlan {
  const { bucket, now, marginMs } = request
  const { FunctionName: functionName, ObjectQueueUrl: objectQueueUrl } = stack.outputs
  if (functionName === undefined)
    throw new Error(`${stack.name} is not an API Usage Tracker stack: it has no output FunctionName.`)
  const hours = maxAgeHours(stack)
  const oldest = now - hours * HOUR_MS
  const range = { from: Math.max(request.range.from, oldest), to: Math.min(request.range.to, now) }
  if (request.range.from >= request.range.to) throw new Error('--from must be earlier than --to.')
  if (request.range.from >= now) throw new Error('--from is in the future.')
  if (range.from >= range.to)
    throw new Error(
      `Nothing would be counted: the stack counts records of the last ${counted(hours, 'hour')} (MaxAgeHours), because CloudWatch ` +
        'rejects metrics older than 14 days.',
    )
  return {
    prefix: objectQueueUrl === undefined ? request.prefix : ownPrefix(stack, bucket, request.prefix),
    range,
    delivered: { from: range.from, to: Math.min(range.to + marginMs, now + MINUTE_MS) },
    isCut: range.from > request.range.from,
    functionName,
    objectQueueUrl,
  }
}

/** With the source `S3`, the function reads the objects itself, and may read only those of its trail. */
function ownPrefix({ parameters, outputs }: Stack, bucket: string, given: string): string {
  const own = parameters.TrailBucketName || outputs.TrailBucketName
  if (own !== undefined && own !== bucket)
    throw new Error(`The function of this stack may read only s3://${own}, not s3://${bucket}.`)
  const prefix = given.split('/').filter(Boolean).join('/')
  const trail = parameters.TrailBucketPrefix ?? ''
  const root = [trail, 'AWSLogs'].filter(Boolean).join('/')
  if (prefix === '' || prefix === trail) return root
  if (prefix !== root && !prefix.startsWith(`${root}/`))
    throw new Error(
      `The function of this stack may read only s3://${bucket}/${root}/, not s3://${bucket}/${prefix}.`,
    )
  return prefix
}
