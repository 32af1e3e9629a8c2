import { readConfig } from './config.ts'
import { createHandler } from './invocation.ts'
import { createObjectReader } from './sources/s3-client.ts'

const { env } = process

/** Lambda's entry point. The variables that begin with AWS_LAMBDA_ are set by Lambda. */
export const handler = createHandler({
  config: readConfig(env),
  functionName: env.AWS_LAMBDA_FUNCTION_NAME ?? 'local',
  ownLogGroup: env.AWS_LAMBDA_LOG_GROUP_NAME,
  memoryBytes: Number(env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE ?? 256) * 1024 * 1024,
  // Looked up late: setting up the stream takes longer than all the rest of the start.
  stdout: { write: (line, done) => process.stdout.write(line, done) },
  readObject: createObjectReader(env),
  now: Date.now,
  warn: console.warn,
})
