import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { type Credentials, startMoto } from '../support/moto.ts'

const REGION = 'us-east-1'

export interface S3Server {
  readonly url: string
  /** What a process needs in its environment to use it. */
  environment(credentials?: Credentials): Record<string, string>
  /** Makes a bucket with these objects, by key. */
  fill(bucket: string, objects: Readonly<Record<string, Buffer>>): Promise<void>
  /** The keys of a new user with this policy. From now on the server asks what a caller may do. */
  limitedUser(statement: Readonly<Record<string, unknown>>): Promise<Credentials>
  stop(): Promise<void>
}

/** Starts a server of S3 with nothing in it. */
export async function startS3(): Promise<S3Server> {
  const moto = await startMoto(REGION)
  const credentials = { accessKeyId: 'root', secretAccessKey: 'root' }
  const client = new S3Client({ endpoint: moto.url, region: REGION, credentials, forcePathStyle: true })

  return {
    url: moto.url,
    environment: (credentials) => moto.environment(credentials, '_S3'),
    async fill(bucket, objects) {
      await client.send(new CreateBucketCommand({ Bucket: bucket }))
      for (const [key, body] of Object.entries(objects))
        await client.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: body }))
    },
    limitedUser: (statement) => moto.limitedUser('limited', statement),
    stop: moto.stop,
  }
}
