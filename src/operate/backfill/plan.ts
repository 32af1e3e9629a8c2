import type { TimeRange } from '../../inputs/trail-bucket.ts'
import { HOUR_MS, MINUTE_MS } from '../../util/time.ts'
import type { Stack } from '../aws/stack.ts'

export interface BackfillRequest {
  readonly bucket: string
  readonly prefix: string
  /** When the calls were made. */
  readonly range: TimeRange
  /** How long CloudTrail may have taken to deliver them, in milliseconds. */
  readonly marginMs: number
  /** Milliseconds since 1970. */
  readonly now: number
}

/** How a stack has log files counted. */
export interface BackfillPlan {
  readonly prefix: string
  readonly range: TimeRange
  /** When the files were delivered that may hold those calls. */
  readonly delivered: TimeRange
  /** Whether part of the time is left out, as the function counts no records so old. */
  readonly isCut: boolean
  readonly functionName: string
  /** The queue of objects, where the source is `S3`. */
  readonly objectQueueUrl: string | undefined
}

/**
 * Plans how a stack counts the calls of a time.
 * @throws {Error} if nothing would come of it, and why
 */
export function planBackfill(stack: Stack, request: BackfillRequest): BackfillPlan {
  const { bucket, now, marginMs } = request
  const { FunctionName: functionName, ObjectQueueUrl: objectQueueUrl } = stack.outputs
  if (functionName === undefined)
    throw new Error(`${stack.name} is no stack of API Usage Tracker: it has no output FunctionName.`)
  const hours = Number(stack.parameters.MaxAgeHours ?? 335)
  const oldest = now - hours * HOUR_MS
  const range = { from: Math.max(request.range.from, oldest), to: Math.min(request.range.to, now) }
  if (request.range.from >= request.range.to) throw new Error('--from must be earlier than --to.')
  if (request.range.from >= now) throw new Error('--from is in the future.')
  if (range.from >= range.to)
    throw new Error(
      `Nothing would be counted: the stack counts records of the last ${hours} hours (MaxAgeHours), as CloudWatch takes no ` +
        'metrics older than 14 days.',
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

/** With the source `S3` the function reads the objects itself, and may read those of its trail alone. */
function ownPrefix({ parameters, outputs }: Stack, bucket: string, given: string): string {
  const own = parameters.TrailBucketName || outputs.TrailBucketName
  if (own !== undefined && own !== bucket)
    throw new Error(`The function of this stack may read s3://${own} alone, not s3://${bucket}.`)
  const prefix = given.split('/').filter(Boolean).join('/')
  const trail = parameters.TrailBucketPrefix ?? ''
  const root = [trail, 'AWSLogs'].filter(Boolean).join('/')
  if (prefix === '' || prefix === trail) return root
  if (prefix !== root && !prefix.startsWith(`${root}/`))
    throw new Error(
      `The function of this stack may read s3://${bucket}/${root}/ alone, not s3://${bucket}/${prefix}.`,
    )
  return prefix
}
