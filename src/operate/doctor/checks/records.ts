import { counted } from '../../../util/number-text.ts'
import { HOUR_MS, MINUTE_MS } from '../../../util/time.ts'
import { type Check, fail, given, pass, warn } from '../check.ts'
import { ago, duration } from '../words.ts'
import { lastSeen, never, quietMs, recent, sum } from './series.ts'

/** CloudTrail sometimes takes 15 minutes, and the metrics take some more. */
const FIRST_RECORDS_MS = 20 * MINUTE_MS

const LATE_MS = 20 * MINUTE_MS

export const RECORD_CHECKS: readonly Check[] = [
  {
    id: 'records',
    title: 'Records arrive',
    looksAt: 'the metric RecordsReceived of the function',
    judge: (facts) =>
      given(facts.metrics, (metrics) => {
        const { now, stack } = facts
        const last = lastSeen(metrics, 'received', now)
        if (last !== undefined && now - last <= quietMs(facts)) {
          const lastHour = sum(recent(metrics, 'received', now, HOUR_MS))
          return pass(
            `The last one arrived ${ago(last, now)}, and ${counted(lastHour, 'record')} in the last hour.`,
          )
        }
        if (last === undefined && now - stack.deployedAt < FIRST_RECORDS_MS)
          return warn(
            `No record has arrived yet. The stack was deployed ${ago(stack.deployedAt, now)}.`,
            'CloudTrail takes 5 to 15 minutes. Run doctor again after that, or run it with --wait.',
          )
        return fail(
          last === undefined
            ? 'No record arrived in the last 24 hours.'
            : `The last records arrived ${ago(last, now)}, more than ${duration(quietMs(facts))} ago.`,
          `Fix the other failures, starting with the trail. If nothing else fails, run "api-usage doctor --stack ${stack.name} --wait" to see how far a call gets.`,
        )
      }),
  },
  {
    id: 'delivery-lag',
    title: 'Records arrive in time',
    looksAt: 'the metric DeliveryLag of the function',
    judge: (facts) =>
      given(facts.metrics, (metrics) => {
        const points = recent(metrics, 'lag', facts.now, HOUR_MS)
        if (points.length === 0) return pass('No call was counted in the last hour, so the delay is unknown.')
        const least = Math.min(...points.map(({ value }) => value)) * 1000
        const found = `The newest calls were ${duration(least)} old when they were counted.`
        if (least <= LATE_MS) return pass(found)
        const next =
          'CloudTrail takes 5 to 15 minutes. If the delay persists, check the queue or stream below, throttles of the function, and the AWS Health Dashboard.'
        return least > HOUR_MS ? fail(found, next) : warn(found, next)
      }),
  },
  {
    id: 'malformed',
    title: 'Records can be read',
    looksAt: 'the metric RecordsMalformed of the function',
    judge: (facts) =>
      never(facts, ['malformed'], (lastHour, before) => {
        const malformed = lastHour + before
        if (malformed === 0) return pass('No record was malformed in the last three hours.')
        return warn(
          `${counted(malformed, 'message')} in the last three hours could not be read as CloudTrail records and ${malformed === 1 ? 'was' : 'were'} not counted.`,
          `Run the saved query "${facts.stack.name}/Unreadable records" in CloudWatch Logs Insights for the reason and an example. Often, something other than CloudTrail writes to the log group.`,
        )
      }),
  },
]
