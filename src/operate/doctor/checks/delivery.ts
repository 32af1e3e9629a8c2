import { counted } from '../../../util/number-text.ts'
import { type Check, type Finding, fail, given, pass, warn } from '../check.ts'
import type { Mapping, SubscriptionFilter } from '../facts/delivery.ts'
import type { Facts } from '../facts/facts.ts'
import { awsCommand } from '../words.ts'
import { never } from './series.ts'

const NEEDS_STANDARD =
  "Subscriptions need the class STANDARD, and the class of a log group can't be changed. Create another log group, set it on the trail and as TrailLogGroupName, and deploy the stack."

/** The path of records from the trail's log group to the function or data stream, and from a stream or queue to the function. */
export const DELIVERY_CHECKS: readonly Check[] = [
  {
    id: 'trail-log-group',
    title: "The trail's log group supports subscriptions",
    looksAt: 'logs:DescribeLogGroups',
    judge: ({ logGroups, names }) =>
      logGroups.trail &&
      given(logGroups.trail, (group) => {
        if (group === undefined)
          return fail(
            `The log group ${names.trailLogGroup} does not exist.`,
            'Set TrailLogGroupName to the log group that the trail delivers to, in the Region and account of the stack, and deploy the stack.',
          )
        if (group.logClass !== 'STANDARD')
          return fail(`The log group ${names.trailLogGroup} has the class ${group.logClass}.`, NEEDS_STANDARD)
        return pass(`${names.trailLogGroup} has the class STANDARD.`)
      }),
  },
  {
    id: 'subscription',
    title: "The trail's log group is subscribed",
    looksAt: 'logs:DescribeSubscriptionFilters',
    judge: (facts) =>
      facts.subscription && given(facts.subscription, (filters) => subscribed(facts, filters)),
  },
  {
    id: 'invoke-permission',
    title: 'CloudWatch Logs may invoke the function',
    looksAt: 'lambda:GetPolicy',
    judge: (facts) =>
      facts.invokePermission &&
      given(facts.invokePermission, (isAllowed) => {
        const { names, stack, profile } = facts
        if (isAllowed) return pass("The function's policy allows it.")
        const logGroup = `arn:${stack.partition}:logs:${stack.region}:${stack.account}:log-group:${names.trailLogGroup}:*`
        const command = awsCommand(
          { region: stack.region, profile },
          ...['lambda', 'add-permission', '--function-name', names.function],
          ...['--statement-id', 'cloudwatch-logs', '--action', 'lambda:InvokeFunction'],
          ...[
            '--principal',
            'logs.amazonaws.com',
            '--source-account',
            stack.account,
            '--source-arn',
            logGroup,
          ],
        )
        return fail(
          "The function's policy doesn't allow CloudWatch Logs to invoke it, so records are skipped.",
          `Allow it again: ${command}`,
        )
      }),
  },
  {
    id: 'subscription-delivery',
    title: 'CloudWatch Logs delivers to the function',
    looksAt: 'AWS/Logs DeliveryErrors and DeliveryThrottling',
    judge: (facts) =>
      facts.source === 'Logs'
        ? never(facts, ['deliveryErrors', 'deliveryThrottles'], (lastHour, before) => {
            if (lastHour + before === 0) return pass('No delivery failed in the last three hours.')
            const next =
              'Fix the other failures in this section. CloudWatch Logs retries for 24 hours. Records that are not delivered by then are lost.'
            return lastHour > 0
              ? fail(`${counted(lastHour, 'delivery', 'deliveries')} failed in the last hour.`, next)
              : warn(
                  `${counted(before, 'delivery', 'deliveries')} failed in the last three hours, none in the last.`,
                  next,
                )
          })
        : undefined,
  },
  {
    id: 'event-source-mapping',
    title: 'Lambda reads the stream or queue',
    looksAt: 'lambda:GetEventSourceMapping',
    judge: (facts) => facts.mapping && given(facts.mapping, (mapping) => mapped(facts, mapping)),
  },
]

function subscribed(facts: Facts, filters: readonly SubscriptionFilter[]): Finding {
  const { names, stack, profile } = facts
  const destination = names.streamArn ?? names.functionArn
  const pattern = stack.parameters.FilterPattern ?? ''
  const own = filters.find(({ destinationArn }) => destinationArn === destination)
  const command = awsCommand(
    { region: stack.region, profile },
    ...['logs', 'put-subscription-filter', '--log-group-name', names.trailLogGroup ?? ''],
    ...['--filter-name', own?.name ?? names.subscriptionFilter, '--filter-pattern', pattern],
    ...['--destination-arn', destination],
    ...(names.streamRoleArn === undefined ? [] : ['--role-arn', names.streamRoleArn]),
  )
  if (own === undefined) {
    const others =
      filters.length === 0 ? '' : ` It has ${counted(filters.length, 'other subscription')} of at most two.`
    return fail(
      `The log group ${names.trailLogGroup} has no subscription to ${destination}.${others}`,
      `Create it again: ${command}`,
    )
  }
  if (own.pattern !== pattern)
    return warn(
      `The subscription has the filter pattern ${JSON.stringify(own.pattern)}, but the stack ${JSON.stringify(pattern)}.`,
      `Set it to the pattern of the stack: ${command}`,
    )
  const filtered =
    pattern === '' ? '' : ` Records that don't match ${JSON.stringify(pattern)} are not counted.`
  return pass(`${names.trailLogGroup} delivers to ${destination}.${filtered}`)
}

function mapped({ names, stack, source, profile }: Facts, mapping: Mapping | undefined): Finding {
  const from = source === 'Kinesis' ? 'the data stream' : 'the object queue'
  if (mapping === undefined)
    return fail(
      `The event source mapping ${names.mappingId} no longer exists, so nothing reads ${from}.`,
      "Deploy the stack with another Source and then with this one again, or delete the stack and deploy it again. Then backfill that time from the trail's bucket.",
    )
  const { state, stateReason, lastResult } = mapping
  const reason = stateReason === undefined ? '' : ` (${stateReason})`
  if (state === 'Disabled' || state === 'Disabling')
    return fail(
      `The event source mapping is disabled${reason}, so nothing reads ${from}.`,
      `Enable it: ${awsCommand(
        { region: stack.region, profile },
        ...['lambda', 'update-event-source-mapping', '--uuid', names.mappingId ?? '', '--enabled'],
      )}`,
    )
  if (state !== 'Enabled')
    return warn(`The event source mapping is ${state}${reason}.`, 'Wait a few minutes and run doctor again.')
  // Lambda updates this only for streams.
  if (source === 'Kinesis' && lastResult?.startsWith('PROBLEM'))
    return fail(
      `Lambda can't read ${from}: ${lastResult}.`,
      "Check the function's errors below, and the permissions of its role for the stream and its KMS key.",
    )
  return pass(`Lambda reads ${from}.`)
}
