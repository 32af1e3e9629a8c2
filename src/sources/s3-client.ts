import type { GetObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { PayloadError, reasonOf } from '../util/errors.ts'
import type { ReadObject } from './source.ts'

/**
 * Milliseconds of silence after which a connection is closed. S3 usually responds within a fraction of that. The SDK makes
 * three attempts, so the ten objects of an invocation fit into a timeout of 60 seconds, even if none gets a response.
 */
export const SILENCE_MS = 1500

/** Credentials in the form of the SDK. */
export interface TemporaryCredentials {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken: string
  readonly expiration: Date
}

export interface ReaderOptions {
  /** Returns credentials, and is called again before they expire. By default, those of the environment are used. */
  readonly credentials?: () => Promise<TemporaryCredentials>
  /** Milliseconds of silence after which a connection is closed. */
  readonly silenceMs?: number
}

/**
 * Reads objects from buckets in any Region with the AWS SDK of Lambda's runtime. The SDK is loaded when the first object is
 * read, because that takes longer than the rest of the start, and the other sources don't need it.
 * https://docs.aws.amazon.com/lambda/latest/dg/lambda-nodejs.html
 * @param env the environment, from which the SDK also reads Region, credentials and endpoint
 */
export function createObjectReader(
  env: NodeJS.ProcessEnv,
  { silenceMs = SILENCE_MS, ...credentials }: ReaderOptions = {},
): ReadObject {
  // A custom endpoint, for tests or development, rarely has a host name for each bucket.
  const forcePathStyle = (env.AWS_ENDPOINT_URL_S3 ?? env.AWS_ENDPOINT_URL) !== undefined
  const requestHandler = { connectionTimeout: silenceMs, socketTimeout: silenceMs }
  let client: S3Client | undefined
  return async ({ bucket, key }, maxBytes) => {
    const { GetObjectCommand, S3Client } = await import('@aws-sdk/client-s3')
    client ??= new S3Client({ forcePathStyle, requestHandler, followRegionRedirects: true, ...credentials })
    // Reads one byte more than allowed, which is enough to see that the object is too large.
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

/** Explanations of ambiguous errors. */
const HINTS: ReadonlyMap<string, string> = new Map([
  // S3 reports a missing object only to callers that may list the bucket.
  ['AccessDenied', ' (or the object does not exist)'],
  ['InvalidRange', ' (it is empty)'],
])

function causeOf(error: unknown): string {
  if (error instanceof PayloadError) return error.message
  const name = error instanceof Error ? error.name : 'Error'
  return `${name}: ${reasonOf(error)}${HINTS.get(name) ?? ''}`
}
