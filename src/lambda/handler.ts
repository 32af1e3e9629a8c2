import { readConfig } from '../core/config.ts'
import { assumedRole } from '../sources/assumed-role.ts'
import { createObjectReader } from '../sources/s3-client.ts'
import { createHandler } from './invocation.ts'

const { env } = process
/** A role, in the account of the trail's bucket, to read the bucket with. */
const roleArn = env.TRAIL_BUCKET_ROLE_ARN

/** Lambda's entry point. Lambda sets the variables that begin with AWS_LAMBDA_. */
export const handler = createHandler({
  config: readConfig(env),
  functionName: env.AWS_LAMBDA_FUNCTION_NAME ?? 'local',
  ownLogGroup: env.AWS_LAMBDA_LOG_GROUP_NAME,
  memoryBytes: Number(env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE ?? 256) * 1024 * 1024,
  // Looked up on first use, because setting up the stream takes longer than the rest of the start.
  stdout: { write: (line, done) => process.stdout.write(line, done) },
  readObject: createObjectReader(env, roleArn ? { credentials: assumedRole(roleArn) } : {}),
  now: Date.now,
  warn: console.warn,
})
