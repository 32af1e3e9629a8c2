import type { CloudFormation } from '@aws-sdk/client-cloudformation'
import type { CloudTrail } from '@aws-sdk/client-cloudtrail'
import type { CloudWatch } from '@aws-sdk/client-cloudwatch'
import type { CloudWatchLogs } from '@aws-sdk/client-cloudwatch-logs'
import type { EventBridge } from '@aws-sdk/client-eventbridge'
import type { Lambda } from '@aws-sdk/client-lambda'
import type { S3 } from '@aws-sdk/client-s3'
import type { SNS } from '@aws-sdk/client-sns'
import type { SQS } from '@aws-sdk/client-sqs'
import type { STS } from '@aws-sdk/client-sts'

/** Whose AWS account to call, and how. What is not given here, the SDK takes from the environment and the AWS files. */
export interface AwsSettings {
  readonly region?: string | undefined
  readonly profile?: string | undefined
  /** Appears as `app/NAME` in the userAgent of each call, and so as the agent in CloudTrail and in the metrics. */
  readonly appId: string
  /** Whether S3 is a server of your own, which has no host name for each bucket. */
  readonly pathStyle?: boolean
  /** Attempts of one call, by default 5. Between them the SDK waits, longer each time, and longer where AWS throttles. */
  readonly maxAttempts?: number
}

/** Clients by service. Each is loaded when it is first asked for, and made once. */
export interface AwsClients {
  readonly cloudFormation: () => Promise<CloudFormation>
  readonly cloudTrail: () => Promise<CloudTrail>
  readonly cloudWatch: () => Promise<CloudWatch>
  readonly eventBridge: () => Promise<EventBridge>
  readonly lambda: () => Promise<Lambda>
  readonly logs: () => Promise<CloudWatchLogs>
  readonly s3: () => Promise<S3>
  readonly sns: () => Promise<SNS>
  readonly sqs: () => Promise<SQS>
  readonly sts: () => Promise<STS>
  /** The clients of another Region. */
  readonly in: (region: string) => AwsClients
}

const MAX_ATTEMPTS = 5

const CONNECT_MS = 5_000

/** A connection that is silent for this long, in milliseconds, is given up. */
const SILENCE_MS = 30_000

/** Lambda answers a synchronous invocation when it has ended, after 15 minutes at most. */
const INVOCATION_MS = 15 * 60_000 + SILENCE_MS

/** Makes the clients. No call is made before one is used. */
export function awsClients(settings: AwsSettings): AwsClients {
  // The SDK warns on Node.js 20 that later versions of it won't support that. The ones pinned here do.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true'
  const { region, profile, appId, pathStyle = false, maxAttempts = MAX_ATTEMPTS } = settings
  const common = {
    ...(region === undefined ? {} : { region }),
    ...(profile === undefined ? {} : { profile }),
    userAgentAppId: appId,
    retryMode: 'standard',
    maxAttempts,
    requestHandler: { connectionTimeout: CONNECT_MS, socketTimeout: SILENCE_MS },
  }
  return {
    cloudFormation: once(async () => {
      const { CloudFormation } = await import('@aws-sdk/client-cloudformation')
      return new CloudFormation(common)
    }),
    cloudTrail: once(async () => {
      const { CloudTrail } = await import('@aws-sdk/client-cloudtrail')
      return new CloudTrail(common)
    }),
    cloudWatch: once(async () => {
      const { CloudWatch } = await import('@aws-sdk/client-cloudwatch')
      return new CloudWatch(common)
    }),
    eventBridge: once(async () => {
      const { EventBridge } = await import('@aws-sdk/client-eventbridge')
      return new EventBridge(common)
    }),
    lambda: once(async () => {
      const { Lambda } = await import('@aws-sdk/client-lambda')
      return new Lambda({
        ...common,
        requestHandler: { connectionTimeout: CONNECT_MS, socketTimeout: INVOCATION_MS },
      })
    }),
    logs: once(async () => {
      const { CloudWatchLogs } = await import('@aws-sdk/client-cloudwatch-logs')
      return new CloudWatchLogs(common)
    }),
    s3: once(async () => {
      const { S3 } = await import('@aws-sdk/client-s3')
      // The bucket of a trail may be in another Region than the stack.
      return new S3({ ...common, forcePathStyle: pathStyle, followRegionRedirects: true })
    }),
    sns: once(async () => {
      const { SNS } = await import('@aws-sdk/client-sns')
      return new SNS(common)
    }),
    sqs: once(async () => {
      const { SQS } = await import('@aws-sdk/client-sqs')
      // The endpoint, which may be a server of your own, and not the host in the URL of the queue.
      return new SQS({ ...common, useQueueUrlAsEndpoint: false })
    }),
    sts: once(async () => {
      const { STS } = await import('@aws-sdk/client-sts')
      return new STS(common)
    }),
    in: (other) => awsClients({ ...settings, region: other }),
  }
}

/** A function that makes a value when it is first called, and gives the same one ever after. */
function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined
  return () => {
    made ??= make()
    return made
  }
}
