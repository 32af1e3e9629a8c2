import type { Command } from 'commander'
import type { AwsSettings } from '../operate/aws/clients.ts'

/** The flags of {@link addAwsFlags}. */
export interface AwsFlags {
  readonly region?: string
  readonly profile?: string
}

/** Adds the flags that choose the AWS account and Region that a command calls. */
export function addAwsFlags(command: Command): Command {
  return command
    .option('--region <region>', 'Region of the stack (default: the Region of your environment or profile)')
    .option('--profile <name>', 'profile in your AWS configuration to use')
}

/**
 * The settings of the AWS clients: flags first, then the environment, in the order of the AWS CLI. The SDK reads the rest,
 * such as AWS_ENDPOINT_URL.
 * @param appId name of this program in the userAgent of its calls
 */
export function awsSettings(
  { region, profile }: AwsFlags,
  env: NodeJS.ProcessEnv,
  appId: string,
): AwsSettings {
  return {
    // The AWS CLI reads both variables, but the SDK only AWS_REGION.
    region: region ?? (env.AWS_REGION || env.AWS_DEFAULT_REGION || undefined),
    profile,
    appId,
    pathStyle: Boolean(env.AWS_ENDPOINT_URL_S3 || env.AWS_ENDPOINT_URL),
  }
}
