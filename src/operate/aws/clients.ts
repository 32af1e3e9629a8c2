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

/** The AWS account to call, and how. The SDK reads missing settings from the environment and the AWS configuration files. */
export interface AwsSettings {
  readonly region?: string | undefined
  readonly profile?: string | undefined
  /** Appears as `app/NAME` in the userAgent of each call, and so as the agent in CloudTrail and in the metrics. */
  readonly appId: string
  /** Whether S3 is a custom endpoint, which doesn't have a host name for each bucket. */
  readonly pathStyle?: boolean
  /** Maximum attempts of a call, by default 5. The SDK waits between them, longer each time, and longer for throttles. */
  readonly maxAttempts?: number
}

/** Clients by service. Each is loaded on first use and created once. */
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

/** Milliseconds of silence after which a connection is closed. */
const SILENCE_MS = 30_000

/** Lambda responds to a synchronous invocation when it has ended, after 15 minutes at most. */
const INVOCATION_MS = 15 * 60_000 + SILENCE_MS

/** Creates the clients. This makes no calls. */
export function awsClients(settings: AwsSettings): AwsClients {
  // On Node.js 20, the SDK warns that its later versions won't support it. The pinned versions do.
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
      // The trail's bucket may be in another Region than the stack.
      return new S3({ ...common, forcePathStyle: pathStyle, followRegionRedirects: true })
    }),
    sns: once(async () => {
      const { SNS } = await import('@aws-sdk/client-sns')
      return new SNS(common)
    }),
    sqs: once(async () => {
      const { SQS } = await import('@aws-sdk/client-sqs')
      // Uses the endpoint, which may be a custom one, and not the host in the queue's URL.
      return new SQS({ ...common, useQueueUrlAsEndpoint: false })
    }),
    sts: once(async () => {
      const { STS } = await import('@aws-sdk/client-sts')
      return new STS(common)
    }),
    in: (other) => awsClients({ ...settings, region: other }),
  }
}

/** Returns a function that creates a value on the first call and returns the same value afterwards. */
function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined
  return () => {
    made ??= make()
    return made
  }
}
