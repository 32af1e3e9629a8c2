import type { ReportModel } from '../model.ts'

/** How a list says in which order it is. */
export const ORDERS: Readonly<Record<NonNullable<ReportModel['sort']>, string>> = {
  calls: 'most calls first',
  errors: 'most errors first',
  throttles: 'most throttled first',
  peak: 'highest peak first',
  used: 'closest to the limit first',
  name: 'in the order of their names',
}
