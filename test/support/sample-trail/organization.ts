/** The made-up organization and the day that its trail covers. */

export const ORGANIZATION_ID = 'o-exampleorgid'

export const PRODUCTION = '111122223333'
export const DATA = '444455556666'
export const SECURITY = '123456789012'
export const SANDBOX = '555555555555'

export const ACCOUNT_NAMES: ReadonlyMap<string, string> = new Map([
  [PRODUCTION, 'Shop'],
  [DATA, 'Data'],
  [SECURITY, 'Security'],
  [SANDBOX, 'Sandbox'],
])

/** The Region of the applications. */
export const HOME = 'eu-west-1'
/** The Region in which global services record their calls. */
export const GLOBAL = 'us-east-1'

export const SECOND = 1000
export const MINUTE = 60 * SECOND
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR

/** A Thursday. */
export const DAY_START = Date.parse('2026-10-01T00:00:00Z')

/** The time of the day's `hours`:`minutes`, in milliseconds since 1970. */
export function at(hours: number, minutes = 0, seconds = 0): number {
  return DAY_START + hours * HOUR + minutes * MINUTE + seconds * SECOND
}
