import { type Check, fail, given, pass, warn } from '../check.ts'
import type { Alarm, Facts } from '../facts.ts'
import { ago, count, list } from '../words.ts'

/** Alarms on the calls that are counted. The others are on the counting itself. */
const ON_CALLS = ['operation-calls', 'throttling', 'rate-limit']

/** Contributors shown of one alarm. */
const SHOWN = 5

export const ALARM_CHECKS: readonly Check[] = [
  {
    id: 'alarm-recipients',
    title: 'Alarms reach someone',
    looksAt: 'sns:ListSubscriptionsByTopic',
    judge: (facts) => {
      const hasTopic = Boolean(facts.stack.parameters.AlarmTopicArn)
      if (facts.emails === undefined)
        return hasTopic
          ? pass(
              `They go to ${facts.stack.parameters.AlarmTopicArn}, whose subscribers doctor does not check.`,
            )
          : warn('No one is told of alarms.', 'Deploy the stack with AlarmEmail or AlarmTopicArn.')
      return given(facts.emails, (emails) => {
        const confirmed = emails.filter(({ isPending }) => !isPending)
        const pending = emails.filter(({ isPending }) => isPending)
        const reached = hasTopic || confirmed.length > 0
        if (pending.length > 0) {
          const found = `${list(pending.map(({ address }) => address))} has not confirmed the subscription, and gets no mail.`
          const next =
            'Open the mail from AWS Notifications (look in the spam folder) and confirm. A new one is sent when you subscribe again: SNS console, the topic, Request confirmation.'
          return reached ? warn(found, next) : fail(found, next)
        }
        if (reached)
          return pass(`They go to ${list(confirmed.map(({ address }) => address)) || 'AlarmTopicArn'}.`)
        return fail(
          'No one is subscribed to the topic of the alarms any more.',
          `Subscribe again: SNS console, ${facts.names.alarmTopicArn}, Create subscription.`,
        )
      })
    },
  },
  {
    id: 'alarms-there',
    title: 'All alarms are there and switched on',
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
            'Delete the stack and deploy it anew, or make the alarm again by hand as the template has it.',
          )
        const silenced = known.filter(({ isSilenced }) => isSilenced)
        if (silenced.length > 0)
          return warn(
            `The actions of ${list(silenced.map(({ name }) => name))} are switched off.`,
            'Switch them on when the work that they were switched off for has ended: aws cloudwatch enable-alarm-actions --alarm-names NAME.',
          )
        return pass(`${count(known.length, 'alarm')}.`)
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
            'Do what is said of each. Alarms end by themselves some minutes after.',
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
            `${names(ringing)} in ALARM: the tracker works, and warns of calls.`,
            `The saved queries "${facts.stack.name}/Who is throttled" and "${facts.stack.name}/Callers of an operation" in CloudWatch Logs Insights name the callers.`,
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
    return [head, `${name}: contributors are not known. ${contributors.unknown.message}`]
  const { known } = contributors
  const shown = known
    .slice(0, SHOWN)
    .map((one) => `${name}: ${one.series}${one.since === undefined ? '' : `, since ${ago(one.since, now)}`}`)
  const more = known.length - shown.length
  return [head, ...shown, ...(more > 0 ? [`${name}: ${more} more`] : [])]
}
