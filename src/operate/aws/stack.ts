import type { AwsClients } from './clients.ts'
import { AwsError, calling, isMissing } from './errors.ts'

export interface StackResource {
  /** The physical ID in CloudFormation: a name, ARN or URL. */
  readonly physicalId: string
  /** `AWS::SQS::Queue` */
  readonly type: string
}

/** A deployed stack, as CloudFormation describes it. */
export interface Stack {
  readonly name: string
  readonly arn: string
  readonly partition: string
  readonly account: string
  readonly region: string
  /** `UPDATE_COMPLETE` */
  readonly status: string
  readonly statusReason: string | undefined
  /** The time of its last creation or update, in milliseconds since 1970. */
  readonly deployedAt: number
  readonly parameters: Readonly<Record<string, string>>
  readonly outputs: Readonly<Record<string, string>>
  /** Resources by logical ID, without those whose condition is false. */
  readonly resources: ReadonlyMap<string, StackResource>
}

/** The IAM actions that {@link readStack} needs. */
export const STACK_ACTIONS = ['cloudformation:DescribeStacks', 'cloudformation:ListStackResources'] as const

/**
 * Reads a stack.
 * @param name its name or ARN
 * @throws {AwsError} if the stack doesn't exist or the call fails
 */
export async function readStack(aws: AwsClients, name: string): Promise<Stack> {
  const cloudFormation = await aws.cloudFormation()
  const { Stacks: [stack] = [] } = await calling('cloudformation:DescribeStacks', () =>
    cloudFormation.describeStacks({ StackName: name }),
  ).catch(async (error: unknown) => {
    throw isMissing(error) ? await noStack(aws, name, error) : error
  })
  if (stack?.StackId === undefined) throw await noStack(aws, name, undefined)
  // arn:PARTITION:cloudformation:REGION:ACCOUNT:stack/NAME/ID
  const [, partition = 'aws', , region = '', account = ''] = stack.StackId.split(':')
  const deployed = stack.LastUpdatedTime ?? stack.CreationTime
  return {
    name: stack.StackName ?? name,
    arn: stack.StackId,
    partition,
    account,
    region,
    status: stack.StackStatus ?? '',
    statusReason: stack.StackStatusReason,
    deployedAt: deployed?.getTime() ?? 0,
    parameters: valuesOf(
      stack.Parameters?.map(({ ParameterKey, ParameterValue, ResolvedValue }) => [
        ParameterKey,
        ResolvedValue ?? ParameterValue,
      ]),
    ),
    outputs: valuesOf(stack.Outputs?.map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue])),
    resources: await readResources(aws, stack.StackId),
  }
}

async function readResources(aws: AwsClients, stackArn: string): Promise<Map<string, StackResource>> {
  const cloudFormation = await aws.cloudFormation()
  return calling('cloudformation:ListStackResources', async () => {
    const resources = new Map<string, StackResource>()
    for await (const page of cloudFormation.paginateListStackResources({ StackName: stackArn }))
      for (const { LogicalResourceId, PhysicalResourceId, ResourceType } of page.StackResourceSummaries ?? [])
        if (LogicalResourceId !== undefined && PhysicalResourceId)
          resources.set(LogicalResourceId, { physicalId: PhysicalResourceId, type: ResourceType ?? '' })
    return resources
  })
}

function valuesOf(
  pairs: readonly (readonly [string | undefined, string | undefined])[] | undefined,
): Record<string, string> {
  return Object.fromEntries(
    (pairs ?? []).flatMap(([key, value = '']) => (key === undefined ? [] : [[key, value]])),
  )
}

/** Includes the Region and account, because the usual cause is that the stack is in another one. */
async function noStack(aws: AwsClients, name: string, cause: unknown): Promise<AwsError> {
  const sts = await aws.sts()
  const region = await sts.config.region()
  const { Account } = await sts.getCallerIdentity({}).catch(() => ({ Account: undefined }))
  const where = Account === undefined ? '' : ` of account ${Account}`
  return new AwsError(
    {
      kind: 'missing',
      message:
        `There is no stack ${name} in Region ${region}${where}. Check the name, or choose another Region with --region ` +
        'or other credentials with --profile.',
    },
    cause,
  )
}
