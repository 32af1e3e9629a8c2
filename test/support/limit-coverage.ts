import { type Message, parseMessage } from '../../src/core/cloudtrail/call.ts'
import { limitConditionsOf } from '../../src/core/cloudtrail/limit-conditions.ts'
import type { FindBuckets } from '../../src/core/rate-limits/buckets.ts'
import type { LimitedCall } from '../../src/core/rate-limits/utilization.ts'
import { isObject } from '../../src/util/json.ts'

/** How many calls of a trail are of operations with a documented rate limit, though some calls may be exempt from it. */
export interface LimitCoverage {
  readonly calls: number
  readonly limited: number
  /** The calls without one, by service. */
  readonly unlimited: ReadonlyMap<string, number>
}

export function limitCoverage(messages: Iterable<Message>, findBuckets: FindBuckets): LimitCoverage {
  const unlimited = new Map<string, number>()
  let calls = 0
  let limited = 0
  for (const message of messages) {
    const call = limitedCallOf(message)
    if (call === undefined) continue
    calls++
    const { dimensions, limitConditions } = call
    if ([limitConditions, []].some((conditions) => findBuckets(dimensions, conditions).length > 0)) limited++
    else unlimited.set(dimensions.Service, (unlimited.get(dimensions.Service) ?? 0) + 1)
  }
  return { calls, limited, unlimited }
}

/** The API call that a message is a record of, with the conditions of its limit. */
export function limitedCallOf(message: Message): LimitedCall | undefined {
  const call = parseMessage(message)
  if (call.kind !== 'call' || call.eventType !== 'AwsApiCall') return undefined
  const record: unknown = 'text' in message ? JSON.parse(message.text) : message.record
  const conditions = isObject(record) ? limitConditionsOf(call.dimensions.Service, record) : []
  return { ...call, limitConditions: conditions }
}
