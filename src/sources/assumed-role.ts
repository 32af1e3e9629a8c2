import type { STSClient } from '@aws-sdk/client-sts'
import { PayloadError, reasonOf } from '../util/errors.ts'
import { SILENCE_MS, type TemporaryCredentials } from './s3-client.ts'

/** The session name in the CloudTrail records of the role's account. */
const SESSION_NAME = 'api-usage-tracker'

/**
 * Assumes a role with the function's own credentials. Use it as the credentials of an SDK client, which keeps them and asks
 * for new ones in the five minutes before they expire, once for all requests.
 * @throws {PayloadError} with the role and the cause, if the role can't be assumed
 */
export function assumedRole(roleArn: string): () => Promise<TemporaryCredentials> {
  const requestHandler = { connectionTimeout: SILENCE_MS, socketTimeout: SILENCE_MS }
  let client: STSClient | undefined
  return async () => {
    const { AssumeRoleCommand, STSClient } = await import('@aws-sdk/client-sts')
    client ??= new STSClient({ requestHandler })
    const command = new AssumeRoleCommand({ RoleArn: roleArn, RoleSessionName: SESSION_NAME })
    const { Credentials } = await client.send(command).catch((error: unknown) => {
      const name = error instanceof Error ? error.name : 'Error'
      throw refused(roleArn, `${name}: ${reasonOf(error)}`, error)
    })
    const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = Credentials ?? {}
    if (!(AccessKeyId && SecretAccessKey && SessionToken && Expiration))
      throw refused(roleArn, 'STS returned no credentials')
    return {
      accessKeyId: AccessKeyId,
      secretAccessKey: SecretAccessKey,
      sessionToken: SessionToken,
      expiration: Expiration,
    }
  }
}

function refused(roleArn: string, reason: string, cause?: unknown): PayloadError {
  return new PayloadError(`the role ${roleArn} can't be assumed: ${reason}`, { cause })
}
