import type { Json } from './records.ts'
import { deployments } from './sample-trail/actors/deployment.ts'
import { at, HOUR, PRODUCTION } from './sample-trail/organization.ts'
import { randomFrom } from './sample-trail/random.ts'
import { recordOf } from './sample-trail/record.ts'

export const ORGANIZATION = Array.from({ length: 40 }, (_, i) => String(100_000_000_000 + i * 7_777_777))

/** The only account that is throttled. The others make more calls. */
export const THROTTLED_ACCOUNT = ORGANIZATION[23] ?? ''

/** The role that is throttled there. All accounts have one of that name. */
export const THROTTLED_ROLE = 'role/deployer'

/**
 * Two minutes of the sample trail's release in each of 40 accounts, in all but one of them without errors, and there with
 * half of the other calls.
 */
export function organizationTrail(): Json[] {
  const [from, to] = [at(14, 5), at(14, 7)]
  const throttleStorm = deployments(randomFrom(1))
    .filter(({ account, time }) => account === PRODUCTION && time >= from && time < to)
    // Moved to before the clock of the tests.
    .map((call, i) => recordOf({ ...call, time: call.time - 6 * HOUR }, i))
  return ORGANIZATION.flatMap((account) =>
    throttleStorm.flatMap((record, i) => {
      const { errorCode, errorMessage, ...rest } = record
      const isThrottled = account === THROTTLED_ACCOUNT
      if (isThrottled && errorCode === undefined && i % 2 === 0) return []
      const relabelled = JSON.stringify(isThrottled ? record : rest).replaceAll(PRODUCTION, account)
      return [{ ...JSON.parse(relabelled), eventID: `${account} ${record.eventID}` }]
    }),
  )
}
