import type { ReportModel } from '../model.ts'
import { below, type Cell, type Column, texts } from './column.ts'

/** The Region and account of calls. */
interface Place {
  readonly region?: string
  readonly account?: string
}

/** The columns for Region and account, each only if there are several values. */
export interface PlaceColumns {
  readonly columns: readonly Column[]
  readonly cells: (place: Place) => readonly Cell[]
}

/** @param order when the columns move below the rows of a narrow table */
export function placeColumns(
  { regions, hasAccounts }: ReportModel,
  order: number,
  parts: readonly (keyof Place)[] = ['region', 'account'],
): PlaceColumns {
  const hasRegion = regions.length > 1 && parts.includes('region')
  const hasAccount = hasAccounts && parts.includes('account')
  return {
    columns: [
      ...(hasRegion ? [below(order, texts('Region'))] : []),
      ...(hasAccount ? [below(order + 1, texts('Account'))] : []),
    ],
    cells: ({ region = '', account = '' }) => [
      ...(hasRegion ? [region] : []),
      ...(hasAccount ? [account] : []),
    ],
  }
}
