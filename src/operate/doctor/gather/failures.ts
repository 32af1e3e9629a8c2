import type { AwsClients } from '../../aws/clients.ts'
import { askIfThere, type Fact } from '../facts/fact.ts'
import type { BucketContents, QueueFacts } from '../facts/failures.ts'

/** The number of messages in a queue, including those in flight. */
export async function gatherQueue(
  aws: AwsClients,
  url: string | undefined,
): Promise<Fact<QueueFacts | undefined> | undefined> {
  if (url === undefined) return undefined
  return askIfThere('sqs:GetQueueAttributes', async () => {
    const sqs = await aws.sqs()
    const names = [
      'ApproximateNumberOfMessages',
      'ApproximateNumberOfMessagesNotVisible',
      'ApproximateNumberOfMessagesDelayed',
    ] as const
    const { Attributes = {} } = await sqs.getQueueAttributes({ QueueUrl: url, AttributeNames: [...names] })
    return { messages: names.reduce((sum, name) => sum + Number(Attributes[name] ?? 0), 0) }
  })
}

/** Maximum number of objects to list: ten pages. */
const MAX_OBJECTS = 10_000

/** The batches in the failure bucket of a stream. */
export async function gatherFailureBucket(
  aws: AwsClients,
  bucket: string | undefined,
): Promise<Fact<BucketContents | undefined> | undefined> {
  if (bucket === undefined) return undefined
  return askIfThere('s3:ListBucket', async () => {
    const s3 = await aws.s3()
    let objects = 0
    let oldestAt: number | undefined
    // Lambda uses this prefix.
    for await (const page of s3.paginateListObjectsV2({ Bucket: bucket, Prefix: 'aws/lambda/' })) {
      for (const { LastModified } of page.Contents ?? []) {
        objects++
        const at = LastModified?.getTime()
        if (at !== undefined && (oldestAt === undefined || at < oldestAt)) oldestAt = at
      }
      if (objects >= MAX_OBJECTS && page.IsTruncated === true) return { objects, hasMore: true, oldestAt }
    }
    return { objects, hasMore: false, oldestAt }
  })
}
