import { DEFAULTS } from '../core/config.ts'
import type { Stack } from './aws/stack.ts'

/** The age up to which the function of a stack counts records, in hours. */
export function maxAgeHours({ parameters }: Pick<Stack, 'parameters'>): number {
  return Number(parameters.MaxAgeHours ?? DEFAULTS.MAX_AGE_HOURS)
}
