import { counted } from '../../../util/number-text.ts'
import { type Check, fail, given, pass, warn } from '../check.ts'
import type { Alarm } from '../facts/alarms.ts'
import type { Facts } from '../facts/facts.ts'
import { ago, list } from '../words.ts'

/** Alarms about the counted calls. The others are about the pipeline itself. */
const ON_CALLS = ['operation-calls', 'throttling', 'rate-limit']

/** Maximum number of contributors to show per alarm. */
const SHOWN = 5

export const ALARM_CHECKS: readonly Check[] = [
  {
    id: 'alarm-recipients',
    title: 'Alarms notify someone',
    looksAt: 'sns:ListSubscriptionsByTopic',
    judge: (facts) => {
      const hasTopic = Boolean(facts.stack.parameters.AlarmTopicArn)
      if (facts.emails === undefined)
        return hasTopic
          ? pass(
              `They go to ${facts.stack.parameters.AlarmTopicArn}, whose subscribers doctor doesn't check.`,
            )
          : warn('Nobody is notified of alarms.', 'Deploy the stack with AlarmEmail or AlarmTopicArn.')
      return given(facts.emails, (emails) => {
        const confirmed = emails.filter(({ isPending }) => !isPending)
        const pending = emails.filter(({ isPending }) => isPending)
        const reached = hasTopic || confirmed.length > 0
        if (pending.length > 0) {
          const found = `${list(pending.map(({ address }) => address))} has not confirmed the subscription, and gets no email.`
          const next =
            'Open the email from AWS Notifications (check the spam folder) and confirm. To get a new one, open the topic in the SNS console and choose Request confirmation.'
          return reached ? warn(found, next) : fail(found, next)
        }
        if (reached)
          return pass(`They go to ${list(confirmed.map(({ address }) => address)) || 'AlarmTopicArn'}.`)
        return fail(
          'The alarm topic has no subscribers any more.',
          `Subscribe again: SNS console, ${facts.names.alarmTopicArn}, Create subscription.`,
        )
      })
    },
  },
  {
    id: 'alarms-there',
    title: 'All alarms exist and are enabled',
    looksAt: 'cloudwatch:DescribeAlarms',
    judge: ({ alarms, names, stack }) =>
      given(alarms, (known) => {
        if (names.alarms.length === 0)
          return warn(
            'CloudFormation lists no alarms in the stack.',
            'Deploy the stack again with this version.',
          )
        const missing = names.alarms.filter(
          (name) => !known.some((alarm) => name === alarm.name || name === `${stack.name}-${alarm.name}`),
        )
        if (missing.length > 0)
          return fail(
            `${list(missing)} ${missing.length === 1 ? 'is' : 'are'} gone.`,
            'Delete the stack and deploy it again, or create the alarm again manually, as in the template.',
          )
        const silenced = known.filter(({ isSilenced }) => isSilenced)
        if (silenced.length > 0)
          return warn(
            `The actions of ${list(silenced.map(({ name }) => name))} are disabled.`,
            'Enable them when your maintenance has ended: aws cloudwatch enable-alarm-actions --alarm-names NAME.',
          )
        return pass(`${counted(known.length, 'alarm')}.`)
      }),
  },
  {
    id: 'alarms-on-counting',
    title: 'No alarm about the tracker is in ALARM',
    looksAt: 'cloudwatch:DescribeAlarms',
    judge: (facts) =>
      given(facts.alarms, (alarms) => {
        const ringing = inAlarm(alarms).filter(({ name }) => !ON_CALLS.includes(name))
        if (ringing.length === 0) return pass('None.')
        const details = ringing.flatMap((alarm) => lines(facts, alarm))
        return {
          ...fail(
            `${names(ringing)} in ALARM.`,
            'Follow the description of each alarm. Alarms return to OK some minutes after the cause is fixed.',
          ),
          details,
        }
      }),
  },
  {
    id: 'alarms-on-calls',
    title: 'No alarm about your API calls is in ALARM',
    looksAt: 'cloudwatch:DescribeAlarms, cloudwatch:DescribeAlarmContributors',
    judge: (facts) =>
      given(facts.alarms, (alarms) => {
        const ringing = inAlarm(alarms).filter(({ name }) => ON_CALLS.includes(name))
        if (ringing.length === 0) return pass('None.')
        const details = ringing.flatMap((alarm) => lines(facts, alarm))
        return {
          ...warn(
            `${names(ringing)} in ALARM: the tracker works, and warns you about calls.`,
            `The saved queries "${facts.stack.name}/Who is throttled" and "${facts.stack.name}/Callers of an operation" in CloudWatch Logs Insights show the callers.`,
          ),
          details,
        }
      }),
  },
]

function inAlarm(alarms: readonly Alarm[]): readonly Alarm[] {
  return alarms.filter(({ state }) => state === 'ALARM')
}

function names(alarms: readonly Alarm[]): string {
  return `${list(alarms.map(({ name }) => name))} ${alarms.length === 1 ? 'is' : 'are'}`
}

function lines({ now }: Facts, alarm: Alarm): string[] {
  const { name, since, description, contributors } = alarm
  const head = `${name}${since === undefined ? '' : `, since ${ago(since, now)}`}: ${description}`
  if (contributors === undefined) return [head]
  if ('unknown' in contributors)
    return [head, `${name}: contributors are unknown. ${contributors.unknown.message}`]
  const { known } = contributors
  const shown = known
    .slice(0, SHOWN)
    .map((one) => `${name}: ${one.series}${one.since === undefined ? '' : `, since ${ago(one.since, now)}`}`)
  const more = known.length - shown.length
  return [head, ...shown, ...(more > 0 ? [`${name}: ${more} more`] : [])]
}
