import { CloudFormation } from '@aws-sdk/client-cloudformation'
import { CloudWatchLogs } from '@aws-sdk/client-cloudwatch-logs'
import { EventBridge } from '@aws-sdk/client-eventbridge'
import { S3 } from '@aws-sdk/client-s3'
import type { SourceName } from '../../src/operate/doctor/facts/facts.ts'

export const REGION = 'eu-west-1'
export const TRAIL_BUCKET = 'trail-bucket'

/** The log group that the stack of a source reads. */
export const trailLogGroup = (source: SourceName) => `trail-logs-${source}`

type Properties = Readonly<Record<string, unknown>>
type Resources = Readonly<Record<string, readonly [type: string, properties: Properties]>>

/** The clients of the tests themselves. */
export function rootClients(endpoint: string) {
  const common = { endpoint, region: REGION, credentials: { accessKeyId: 'root', secretAccessKey: 'root' } }
  return {
    cloudFormation: new CloudFormation(common),
    eventBridge: new EventBridge(common),
    logs: new CloudWatchLogs(common),
    s3: new S3({ ...common, forcePathStyle: true }),
  }
}

export type RootClients = ReturnType<typeof rootClients>

/**
 * Deploys a stack with the resources of template.yaml that doctor looks at, under their logical IDs, as far as the server
 * makes them.
 */
export async function deploy(
  { cloudFormation, eventBridge, logs, s3 }: RootClients,
  name: string,
  source: SourceName,
  version: string,
): Promise<void> {
  if (source === 'S3') {
    await s3.createBucket({ Bucket: TRAIL_BUCKET, CreateBucketConfiguration: { LocationConstraint: REGION } })
    await s3.putBucketNotificationConfiguration({
      Bucket: TRAIL_BUCKET,
      NotificationConfiguration: { EventBridgeConfiguration: {} },
    })
  } else await logs.createLogGroup({ logGroupName: trailLogGroup(source) })
  const parameters: Record<string, string> = {
    Source: source,
    MetricNamespace: 'ApiUsage',
    MaxSeries: '1000',
    SilenceMinutes: '60',
    FilterPattern: '',
    ...(source === 'S3' ? { TrailBucketName: TRAIL_BUCKET } : { TrailLogGroupName: trailLogGroup(source) }),
  }
  const template = {
    Parameters: Object.fromEntries(Object.keys(parameters).map((key) => [key, { Type: 'String' }])),
    Resources: Object.fromEntries(
      Object.entries({ ...COMMON, ...RESOURCES[source] }).map(([id, [Type, Properties]]) => [
        id,
        { Type, Properties },
      ]),
    ),
    Outputs: {
      Version: { Value: version },
      FunctionRoleArn: { Value: { 'Fn::GetAtt': ['ApiUsageRole', 'Arn'] } },
    },
  }
  await cloudFormation.createStack({
    StackName: name,
    TemplateBody: JSON.stringify(template),
    Parameters: Object.entries(parameters).map(([ParameterKey, ParameterValue]) => ({
      ParameterKey,
      ParameterValue,
    })),
  })
  if (source !== 'S3') return
  const { StackResourceSummaries = [] } = await cloudFormation.listStackResources({ StackName: name })
  const idOf = (logicalId: string) =>
    StackResourceSummaries.find(({ LogicalResourceId }) => LogicalResourceId === logicalId)
      ?.PhysicalResourceId
  // The server makes rules without targets.
  const queue = idOf('ObjectQueue')?.split('/').at(-1)
  await eventBridge.putTargets({
    Rule: idOf('ObjectRule'),
    Targets: [{ Id: 'queue', Arn: `arn:aws:sqs:${REGION}:123456789012:${queue}` }],
  })
}

const ref = (Ref: string) => ({ Ref })
const arn = (id: string) => ({ 'Fn::GetAtt': [id, 'Arn'] })
const role = (service: string): readonly [string, Properties] => [
  'AWS::IAM::Role',
  {
    AssumeRolePolicyDocument: {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' }],
    },
  },
]

const COMMON: Resources = {
  ApiUsageRole: role('lambda.amazonaws.com'),
  ApiUsageFunction: [
    'AWS::Lambda::Function',
    { Handler: 'index.handler', Runtime: 'nodejs22.x', Role: arn('ApiUsageRole'), Code: { ZipFile: '0' } },
  ],
  ApiUsageLogGroup: [
    'AWS::Logs::LogGroup',
    { LogGroupName: { 'Fn::Join': ['', ['/aws/lambda/', { Ref: 'AWS::StackName' }]] } },
  ],
  AlarmTopic: ['AWS::SNS::Topic', {}],
}

const RESOURCES: Readonly<Record<SourceName, Resources>> = {
  Logs: {
    FailureQueue: ['AWS::SQS::Queue', {}],
    LogsInvokePermission: [
      'AWS::Lambda::Permission',
      {
        Action: 'lambda:InvokeFunction',
        FunctionName: ref('ApiUsageFunction'),
        Principal: 'logs.amazonaws.com',
      },
    ],
  },
  Kinesis: {
    TrailStream: ['AWS::Kinesis::Stream', { ShardCount: 1 }],
    StreamRole: role('logs.amazonaws.com'),
    StreamMapping: [
      'AWS::Lambda::EventSourceMapping',
      {
        FunctionName: ref('ApiUsageFunction'),
        EventSourceArn: arn('TrailStream'),
        StartingPosition: 'TRIM_HORIZON',
        BatchSize: 100,
      },
    ],
    FailureBucket: ['AWS::S3::Bucket', {}],
  },
  S3: {
    FailureQueue: ['AWS::SQS::Queue', {}],
    ObjectQueue: ['AWS::SQS::Queue', {}],
    ObjectRule: ['AWS::Events::Rule', { EventPattern: { source: ['aws.s3'] } }],
    ObjectMapping: [
      'AWS::Lambda::EventSourceMapping',
      { FunctionName: ref('ApiUsageFunction'), EventSourceArn: arn('ObjectQueue'), BatchSize: 10 },
    ],
  },
}
