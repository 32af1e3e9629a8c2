import type { GetObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { PayloadError, reasonOf } from '../util/errors.ts'
import type { ReadObject } from './source.ts'

/**
 * A connection is given up that is silent for so long, in milliseconds. S3 begins to answer within a fraction of that. The
 * SDK makes three attempts: the ten objects of an invocation have room in a timeout of 60 seconds, even if all are silent.
 */
export const SILENCE_MS = 1500

/** Credentials in the form that clients of the SDK take. */
export interface TemporaryCredentials {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken: string
  readonly expiration: Date
}

export interface ReaderOptions {
  /** Gives credentials to read with, and is asked again before they expire. By default those of the environment. */
  readonly credentials?: () => Promise<TemporaryCredentials>
  /** Milliseconds of silence after which a connection is given up. */
  readonly silenceMs?: number
}

/**
 * Reads objects with the AWS SDK that Lambda's runtime has, from buckets of any Region. The SDK is loaded when the first
 * object is read: that takes longer than all the rest of the start, and the other sources do not need it.
 * https://docs.aws.amazon.com/lambda/latest/dg/lambda-nodejs.html
 * @param env the environment, from which the SDK takes Region, credentials and endpoint as well
 */
export function createObjectReader(
  env: NodeJS.ProcessEnv,
  { silenceMs = SILENCE_MS, ...credentials }: ReaderOptions = {},
): ReadObject {
  // A server of one's own, for tests or development, seldom has a host name for each bucket.
  const forcePathStyle = (env.AWS_ENDPOINT_URL_S3 ?? env.AWS_ENDPOINT_URL) !== undefined
  const requestHandler = { connectionTimeout: silenceMs, socketTimeout: silenceMs }
  let client: S3Client | undefined
  return async ({ bucket, key }, maxBytes) => {
    const { GetObjectCommand, S3Client } = await import('@aws-sdk/client-s3')
    client ??= new S3Client({ forcePathStyle, requestHandler, followRegionRedirects: true, ...credentials })
    // One byte more than is taken, to see that there is more, and not the rest.
    const command = new GetObjectCommand({ Bucket: bucket, Key: key, Range: `bytes=0-${maxBytes}` })
    const where = `s3://${bucket}/${key}`
    const bytes = await bytesOf(client, command).catch((error: unknown) => {
      throw new PayloadError(`${where} can't be read: ${causeOf(error)}`, { cause: error })
    })
    if (bytes.length > maxBytes) throw new PayloadError(`${where} has more than ${maxBytes} bytes`)
    return bytes
  }
}

async function bytesOf(client: S3Client, command: GetObjectCommand): Promise<Buffer> {
  const { Body } = await client.send(command)
  const { buffer, byteOffset, length } = (await Body?.transformToByteArray()) ?? new Uint8Array()
  return Buffer.from(buffer, byteOffset, length)
}

/** What the names of errors leave open. */
const HINTS: ReadonlyMap<string, string> = new Map([
  // S3 tells only those who may list the bucket that an object is not there.
  ['AccessDenied', ' (or the object does not exist)'],
  ['InvalidRange', ' (it is empty)'],
])

function causeOf(error: unknown): string {
  if (error instanceof PayloadError) return error.message
  const name = error instanceof Error ? error.name : 'Error'
  return `${name}: ${reasonOf(error)}${HINTS.get(name) ?? ''}`
}
