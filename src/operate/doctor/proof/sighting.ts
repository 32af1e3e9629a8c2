import { isObject, parseJson } from '../../../util/json.ts'
import { MINUTE_MS } from '../../../util/time.ts'
import { DOCTOR_AGENT, type ProofCall } from './call.ts'

/**
 * How much a line of the function's log shows of a call: `caller` names doctor among the Callers, `minute` counts calls of
 * the operation in that minute without naming doctor.
 */
export type Sighting = 'caller' | 'minute'

/** A filter for the documents that can show the call. */
export function sightingFilter({ service, operation }: ProofCall, region: string): string {
  return `{ ($.Service = "${service}") && ($.Operation = "${operation}") && ($.Region = "${region}") }`
}

/**
 * What a line shows of a call; undefined if nothing.
 * @param at when the call was made, in milliseconds since 1970
 * @param toleranceMs how far the clock of this machine may be off
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
