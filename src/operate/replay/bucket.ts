import type { AwsClients } from '../aws/clients.ts'
import { calling } from '../aws/errors.ts'

/** A failed batch, stored as an object. */
export interface FailedBatch {
  readonly key: string
  /** Changes when the object is replaced. */
  readonly version: string
  /** The time of the failure, in milliseconds since 1970. */
  readonly storedAt: number
}

/** The bucket that keeps failed batches of a data stream. */
export interface FailureBucket {
  readonly list: () => AsyncIterable<FailedBatch>
  readonly read: (key: string) => Promise<string>
  readonly replace: (key: string, text: string) => Promise<void>
  readonly remove: (key: string) => Promise<void>
}

/** The key prefix of failed batches. https://docs.aws.amazon.com/lambda/latest/dg/kinesis-on-failure-destination.html */
const PREFIX = 'aws/lambda/'

export function failureBucket(aws: AwsClients, name: string): FailureBucket {
  const bucket = { Bucket: name }
  return {
    async *list() {
      const s3 = await aws.s3()
      const pages = s3.paginateListObjectsV2({ ...bucket, Prefix: PREFIX })
      for (;;) {
        const { done, value } = await calling('s3:ListBucket', () => pages.next())
        if (done) return
        for (const { Key, ETag, LastModified } of value.Contents ?? [])
          if (Key !== undefined)
            yield { key: Key, version: ETag ?? '', storedAt: LastModified?.getTime() ?? 0 }
      }
    },
    async read(key) {
      const s3 = await aws.s3()
      return calling('s3:GetObject', async () => {
        const { Body } = await s3.getObject({ ...bucket, Key: key })
        return (await Body?.transformToString()) ?? ''
      })
    },
    async replace(key, text) {
      const s3 = await aws.s3()
      await calling('s3:PutObject', () => s3.putObject({ ...bucket, Key: key, Body: text }))
    },
    async remove(key) {
      const s3 = await aws.s3()
      await calling('s3:DeleteObject', () => s3.deleteObject({ ...bucket, Key: key }))
    },
  }
}
