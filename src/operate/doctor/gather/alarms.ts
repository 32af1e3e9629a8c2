import type { MetricAlarm } from '@aws-sdk/client-cloudwatch'
import type { AwsClients } from '../../aws/clients.ts'
import type { Alarm, Contributor, EmailSubscription } from '../facts/alarms.ts'
import { ask, type Fact } from '../facts/fact.ts'
import type { ExtractionPolicy } from '../facts/metrics.ts'
import type { Names } from '../facts/names.ts'

/** Maximum number of names per request. */
const NAMES_AT_A_TIME = 100

/** The stack's alarms, with the series in ALARM of those that have several. */
export async function gatherAlarms(
  aws: AwsClients,
  stackName: string,
  names: Names,
): Promise<Fact<readonly Alarm[]>> {
  const cloudWatch = await aws.cloudWatch()
  const found = await ask('cloudwatch:DescribeAlarms', async () => {
    const alarms: MetricAlarm[] = []
    for (let at = 0; at < names.alarms.length; at += NAMES_AT_A_TIME) {
      const AlarmNames = names.alarms.slice(at, at + NAMES_AT_A_TIME)
      for await (const page of cloudWatch.paginateDescribeAlarms({ AlarmNames }))
        alarms.push(...(page.MetricAlarms ?? []))
    }
    return alarms
  })
  if ('unknown' in found) return found
  return { known: await Promise.all(found.known.map((alarm) => alarmFacts(aws, stackName, alarm))) }
}

async function alarmFacts(aws: AwsClients, stackName: string, alarm: MetricAlarm): Promise<Alarm> {
  const fullName = alarm.AlarmName ?? ''
  const prefix = `${stackName}-`
  const since = alarm.StateTransitionedTimestamp ?? alarm.StateUpdatedTimestamp
  const hasSeries = alarm.Metrics?.some(({ Expression }) => /\bGROUP BY\b/.test(Expression ?? '')) === true
  return {
    name: fullName.startsWith(prefix) ? fullName.slice(prefix.length) : fullName,
    state: alarm.StateValue ?? '',
    since: since?.getTime(),
    reason: alarm.StateReason ?? '',
    description: alarm.AlarmDescription ?? '',
    isSilenced: alarm.ActionsEnabled === false,
    contributors: hasSeries && alarm.StateValue === 'ALARM' ? await contributors(aws, fullName) : undefined,
  }
}

function contributors(aws: AwsClients, name: string): Promise<Fact<readonly Contributor[]>> {
  return ask('cloudwatch:DescribeAlarmContributors', async () => {
    const cloudWatch = await aws.cloudWatch()
    const found: Contributor[] = []
    let NextToken: string | undefined
    do {
      const page = await cloudWatch.describeAlarmContributors({
        AlarmName: name,
        ...(NextToken && { NextToken }),
      })
      for (const { ContributorAttributes = {}, StateTransitionedTimestamp } of page.AlarmContributors ?? [])
        found.push({
          series: Object.entries(ContributorAttributes)
            .map(([key, value]) => `${key}=${value}`)
            .join(' '),
          since: StateTransitionedTimestamp?.getTime(),
        })
      NextToken = page.NextToken
    } while (NextToken)
    return found
  })
}

/** The email subscribers of the alarms; undefined if there is no topic for email. */
export async function gatherEmails(
  aws: AwsClients,
  { alarmTopicArn }: Names,
): Promise<Fact<readonly EmailSubscription[]> | undefined> {
  if (alarmTopicArn === undefined) return undefined
  return ask('sns:ListSubscriptionsByTopic', async () => {
    const sns = await aws.sns()
    const found: EmailSubscription[] = []
    // Confirmed subscriptions have an ARN. Others have PendingConfirmation or Deleted instead.
    for await (const page of sns.paginateListSubscriptionsByTopic({ TopicArn: alarmTopicArn }))
      for (const { Protocol, Endpoint = '', SubscriptionArn = '' } of page.Subscriptions ?? [])
        if (Protocol?.startsWith('email') && SubscriptionArn !== 'Deleted')
          found.push({ address: Endpoint, isPending: !SubscriptionArn.startsWith('arn:') })
    return found
  })
}

/** The account policies that disable the extraction of metrics. */
export function gatherExtractionPolicies(aws: AwsClients): Promise<Fact<readonly ExtractionPolicy[]>> {
  return ask('logs:DescribeAccountPolicies', async () => {
    const logs = await aws.logs()
    const found: ExtractionPolicy[] = []
    let nextToken: string | undefined
    do {
      const page = await logs.describeAccountPolicies({
        policyType: 'METRIC_EXTRACTION_POLICY',
        ...(nextToken && { nextToken }),
      })
      for (const { policyName = '', selectionCriteria } of page.accountPolicies ?? [])
        found.push({ name: policyName, selection: selectionCriteria || undefined })
      nextToken = page.nextToken
    } while (nextToken)
    return found
  })
}
