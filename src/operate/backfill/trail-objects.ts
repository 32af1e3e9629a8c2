import { Readable } from 'node:stream'
import type { BucketListing } from '../../inputs/trail-bucket.ts'
import type { ReadObject } from '../../sources/source.ts'
import { PayloadError } from '../../util/errors.ts'
import type { AwsClients } from '../aws/clients.ts'
import { AwsError, calling } from '../aws/errors.ts'

interface Listed {
  readonly Prefix: string
  readonly Delimiter?: string
  readonly StartAfter?: string
}

/** Lists a bucket in S3. */
export function bucketListing(aws: AwsClients, bucket: string): BucketListing {
  async function* pagesOf(listed: Listed) {
    const s3 = await aws.s3()
    const pages = s3.paginateListObjectsV2({ Bucket: bucket, ...listed })
    for (;;) {
      const { done, value } = await calling('s3:ListBucket', () => pages.next())
      if (done) return
      yield value
    }
  }
  return {
    async *folders(prefix) {
      for await (const { CommonPrefixes = [] } of pagesOf({ Prefix: prefix, Delimiter: '/' }))
        for (const { Prefix } of CommonPrefixes) if (Prefix !== undefined) yield Prefix
    },
    async *objects(prefix, startAfter) {
      for await (const { Contents = [] } of pagesOf({ Prefix: prefix, StartAfter: startAfter }))
        for (const { Key, Size = 0 } of Contents) if (Key !== undefined) yield { key: Key, bytes: Size }
    },
  }
}

/** Reads objects with the credentials of the user. An object that is too long is not transferred. */
export function objectReader(aws: AwsClients): ReadObject {
  return async ({ bucket, key }, maxBytes) => {
    const s3 = await aws.s3()
    const tooLong = () => new PayloadError(`s3://${bucket}/${key} has more than ${maxBytes} bytes`)
    try {
      const { Body, ContentLength = 0 } = await calling('s3:GetObject', () =>
        s3.getObject({ Bucket: bucket, Key: key }),
      )
      if (ContentLength > maxBytes) {
        if (Body instanceof Readable) Body.destroy()
        throw tooLong()
      }
      const bytes = await calling('s3:GetObject', async () => await Body?.transformToByteArray())
      if (bytes === undefined) return Buffer.alloc(0)
      if (bytes.length > maxBytes) throw tooLong()
      return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
    } catch (error) {
      // If one object fails, the others may be readable. Without credentials or network, none is.
      const isOfObject =
        error instanceof AwsError && ['missing', 'permission', 'other'].includes(error.problem.kind)
      if (!isOfObject) throw error
      throw new PayloadError(`s3://${bucket}/${key} can't be read: ${error.message}`, { cause: error })
    }
  }
}
