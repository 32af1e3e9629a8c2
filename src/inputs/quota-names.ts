import type { LimitCondition } from '../core/cloudtrail/limit-conditions.ts'
import type { LimitFile } from '../core/rate-limits/limit-file.ts'

/** The part of a rate limit that a quota sets. Some services give the size of a bucket in seconds of refill. */
export type QuotaPart = 'refillPerSecond' | 'bucketSize' | 'secondsOfRefill'

/** The meaning of a quota's name. */
export interface QuotaMeaning {
  readonly part: QuotaPart
  /** The operations that share it, one or several. */
  readonly operations: readonly string[]
  /** The limit of the quota, if it is named after a limit and not after operations. */
  readonly index?: number
  readonly when?: LimitCondition
}

/** The forms of quota names, with `{}` for the operation. They differ between services. */
const NAMES: readonly (readonly [part: QuotaPart, name: string, when?: LimitCondition])[] = [
  ['refillPerSecond', 'Rate of {} requests'],
  ['refillPerSecond', 'Rate of {} API requests'],
  ['refillPerSecond', '{} request rate'],
  ['refillPerSecond', 'Request rate for {}'],
  ['refillPerSecond', '{} requests per second'],
  ['refillPerSecond', 'Throttle rate for {}'],
  ['refillPerSecond', 'Throttle rate ({})'],
  ['refillPerSecond', 'Throttle rate limit for {}'],
  ['refillPerSecond', '{} API TPS'],
  ['refillPerSecond', 'TPS limit for {}'],
  ['refillPerSecond', '{} Transactions per Second'],
  ['refillPerSecond', '{} transactions per second'],
  ['refillPerSecond', 'Transactions per second, {} operation'],
  ['refillPerSecond', 'Transactions per second (TPS) for the {} API'],
  ['refillPerSecond', 'Transactions per second (TPS) for the {} operation'],
  ['refillPerSecond', '{} throttle limit in transactions per second'],
  ['refillPerSecond', '{} throttle refill limit in transactions per second'],
  ['bucketSize', '{} throttle burst limit in transactions per second'],
  ['refillPerSecond', '{} throttle token refill rate per second'],
  ['bucketSize', '{} throttle token bucket size'],
  ['refillPerSecond', '{} request bucket refill rate'],
  ['bucketSize', '{} request bucket maximum capacity'],
  ['refillPerSecond', '{} unfiltered request bucket refill rate', 'unfiltered'],
  ['bucketSize', '{} unfiltered request bucket maximum capacity', 'unfiltered'],
  ['refillPerSecond', 'Replenishment rate of {} API calls'],
  ['secondsOfRefill', 'Burst multiplier quota for {} API'],
]

const PATTERNS = NAMES.map(([part, name, when]) => ({ part, when, pattern: patternOf(name) }))
const COMBINED = /^Combined rate of (.+) API requests$/
const OPERATION = /^[A-Z][A-Za-z0-9]+$/
/** At least two words, because `Total requests per second` isn't an operation. */
const SURE_OPERATION = /^[A-Z][a-z0-9]+[A-Z]/

function patternOf(name: string): RegExp {
  const [before = '', after = ''] = name.split('{}').map((part) => part.replace(/[()]/g, '\\$&'))
  return new RegExp(`^${before}([A-Z][A-Za-z0-9]+)${after}$`)
}

/**
 * The meaning of a quota's name for a rate limit; undefined if it is about something else or unknown.
 * @param limits the documented limits of the service
 */
export function quotaMeaning(name: string, limits: LimitFile['limits']): QuotaMeaning | undefined {
  for (const [index, { operations, quotaNames = {} }] of limits.entries()) {
    for (const part of ['refillPerSecond', 'bucketSize'] as const) {
      const known = quotaNames[part]
      if (known !== undefined && name.startsWith(known)) return { part, operations, index }
    }
  }
  const listed = COMBINED.exec(name)?.[1]?.split(/,? and |, /)
  if (listed?.every((operation) => OPERATION.test(operation))) {
    return { part: 'refillPerSecond', operations: listed }
  }
  for (const { part, pattern, when } of PATTERNS) {
    const operation = pattern.exec(name)?.[1]
    if (operation === undefined) continue
    const isKnown = limits.some(({ operations }) => operations.includes(operation))
    if (isKnown || SURE_OPERATION.test(operation)) {
      return { part, operations: [operation], ...(when === undefined ? {} : { when }) }
    }
  }
  return undefined
}

/** Whether the name of a quota looks like a rate. Most quotas limit other things, such as numbers of resources. */
export function looksLikeRate(name: string): boolean {
  return /\brate\b|per second|\bTPS\b|throttl|\bburst\b|request bucket/i.test(name)
}
