import type { ReportModel } from '../model.ts'

/** The order of a list, in words. */
export const ORDERS: Readonly<Record<NonNullable<ReportModel['sort']>, string>> = {
  calls: 'most calls first',
  errors: 'most errors first',
  throttles: 'most throttled first',
  peak: 'highest peak first',
  used: 'highest use first',
  name: 'in alphabetical order',
}
