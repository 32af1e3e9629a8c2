import { isObject, parseJson } from '../../../util/json.ts'
import { MINUTE_MS } from '../../../util/time.ts'
import { DOCTOR_AGENT, type ProofCall } from './call.ts'

/**
 * The match of a line of the function's log with a call. `caller`: doctor is among the Callers. `minute`: calls of the operation
 * in that minute were counted, without doctor among the Callers.
 */
export type Sighting = 'caller' | 'minute'

/** A filter for the documents that can show the call. */
export function sightingFilter({ service, operation }: ProofCall, region: string): string {
  return `{ ($.Service = "${service}") && ($.Operation = "${operation}") && ($.Region = "${region}") }`
}

/**
 * The match of a line with a call; undefined if there is none.
 * @param at the time of the call, in milliseconds since 1970
 * @param toleranceMs maximum error of this machine's clock
 */
export function sightingIn(
  line: string,
  { service, operation }: ProofCall,
  region: string,
  at: number,
  toleranceMs: number,
): Sighting | undefined {
  const document = parseJson(line)
  if (!isObject<'_aws' | 'Service' | 'Operation' | 'Region' | 'Callers'>(document)) return undefined
  const { _aws, Service, Operation, Region, Callers } = document
  if (Service !== service || Operation !== operation || Region !== region) return undefined
  const minute = isObject<'Timestamp'>(_aws) ? Number(_aws.Timestamp) : Number.NaN
  const isThen = minute + MINUTE_MS > at - toleranceMs && minute <= at + toleranceMs
  if (!isThen) return undefined
  const isNamed =
    Array.isArray(Callers) &&
    Callers.some((caller: unknown) => isObject<'Agent'>(caller) && caller.Agent === DOCTOR_AGENT)
  return isNamed ? 'caller' : 'minute'
}
