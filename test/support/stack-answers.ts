import type { Stack } from '../../src/operate/aws/stack.ts'

/** How CloudFormation describes a stack, for the stub; its resources on pages of `perPage`. */
export function stackAnswers(
  stack: Stack,
  perPage = 100,
): Record<string, (input: Readonly<Record<string, unknown>>) => string> {
  const pairs = (kind: string, values: Readonly<Record<string, string>>) =>
    Object.entries(values)
      .map(
        ([key, value]) =>
          `<member><${kind}Key>${key}</${kind}Key><${kind}Value>${value}</${kind}Value></member>`,
      )
      .join('')
  const time = new Date(stack.deployedAt).toISOString()
  const resources = [...stack.resources].map(
    ([id, { physicalId, type }]) =>
      `<member><LogicalResourceId>${id}</LogicalResourceId><PhysicalResourceId>${physicalId}</PhysicalResourceId><ResourceType>${type}</ResourceType></member>`,
  )
  return {
    DescribeStacks: () =>
      `<DescribeStacksResponse><DescribeStacksResult><Stacks><member><StackName>${stack.name}</StackName><StackId>${stack.arn}</StackId>` +
      `<StackStatus>${stack.status}</StackStatus><CreationTime>2020-01-01T00:00:00Z</CreationTime><LastUpdatedTime>${time}</LastUpdatedTime>` +
      `<Parameters>${pairs('Parameter', stack.parameters)}</Parameters><Outputs>${pairs('Output', stack.outputs)}</Outputs>` +
      '</member></Stacks></DescribeStacksResult></DescribeStacksResponse>',
    ListStackResources: ({ NextToken }) => {
      const from = Number(NextToken ?? 0)
      const next = from + perPage < resources.length ? `<NextToken>${from + perPage}</NextToken>` : ''
      return `<ListStackResourcesResponse><ListStackResourcesResult><StackResourceSummaries>${resources.slice(from, from + perPage).join('')}</StackResourceSummaries>${next}</ListStackResourcesResult></ListStackResourcesResponse>`
    },
  }
}
