import type { ReportModel } from '../model.ts'
import { gaps } from './gaps.ts'
import { bold, cellText, left, right, table } from './table.ts'

type Comparison = NonNullable<ReportModel['comparison']>
type Changes = Comparison['operations']
type ChangeList = Comparison['errors']

/** What is different from an older trail. */
export function comparison({ comparison: all, baselineGaps, top }: ReportModel, width: number): string[] {
  if (all === undefined) return []
  const lists = [
    ...changeLists('operations', all.operations),
    ...changeLists('callers', all.callers),
    ['New or more throttles', all.throttles] as const,
    ['New or more errors', all.errors] as const,
  ]
  return [
    bold('Before and after, in calls an hour'),
    ...(baselineGaps === undefined ? [] : gaps(baselineGaps, 'Left out of the older calls')),
    ...lists.flatMap(([title, changes]) => changeTable(title, changes, top, width)),
  ]
}

function changeLists(
  what: string,
  { appeared, disappeared, grown }: Changes,
): (readonly [string, ChangeList])[] {
  return [
    [`New ${what}`, appeared],
    [`Gone ${what}`, disappeared],
    [`Grown ${what}`, grown],
  ]
}

function changeTable(title: string, changes: ChangeList, top: number, width: number): string[] {
  if (changes.length === 0) return [`${title}: none`]
  const rows = changes
    .slice(0, top)
    .map(({ name, before, after }) => [name, rate(before), rate(after), growth(before, after)])
  const more = changes.length > top ? ` (${top} of ${cellText(changes.length)})` : ''
  return [table([left(title + more), right('before'), right('after'), right('')], rows, width)]
}

/** A rare call does not show as none. */
function rate(perHour: number): string {
  return perHour > 0 && perHour < 0.1 ? '< 0.1' : cellText(perHour)
}

function growth(before: number, after: number): string {
  if (before === 0) return 'new'
  return after === 0 ? 'gone' : `x ${cellText(after / before)}`
}
