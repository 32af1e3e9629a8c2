import { numberText } from '../../../util/number-text.ts'
import type { ReportModel } from '../model.ts'
import { numbers, texts } from './column.ts'
import { gaps } from './gaps.ts'
import { title } from './prose.ts'
import { table } from './table.ts'

type Comparison = NonNullable<ReportModel['comparison']>
type Changes = Comparison['operations']
type ChangeList = Comparison['errors']
type NameOf = (name: ChangeList[number]['name']) => string

/** Changes since the baseline. */
export function comparison(model: ReportModel, width: number): string[] {
  const { comparison: all, baselineGaps, top } = model
  if (all === undefined) return []
  const operationName = operationNames(all)
  const lists: readonly (readonly [string, ChangeList, NameOf])[] = [
    ...changeLists(
      ['New operations', 'Operations no longer seen', 'Operations with more calls'],
      all.operations,
      operationName,
    ),
    ...changeLists(
      ['New callers', 'Callers no longer seen', 'Callers with more calls'],
      all.callers,
      callerNames(model),
    ),
    ['More throttled calls', all.throttles, operationName],
    ['More errors', all.errors, ([code, ...name]) => `${code} in ${operationName(name)}`],
  ]
  return [
    ...title('Compared with the baseline, in calls per hour', width),
    ...(baselineGaps === undefined ? [] : gaps(baselineGaps, 'Excluded from the baseline by filters', width)),
    ...lists.flatMap(([title, changes, nameOf]) => changeTable(title, changes, nameOf, top, width)),
  ]
}

function changeLists(
  [isNew, isGone, isGrown]: readonly [string, string, string],
  { appeared, disappeared, grown }: Changes,
  nameOf: NameOf,
): (readonly [string, ChangeList, NameOf])[] {
  return [
    [isNew, appeared, nameOf],
    [isGone, disappeared, nameOf],
    [isGrown, grown, nameOf],
  ]
}

/** Names operations with their Region only if the changes are in several Regions. */
function operationNames({ operations, throttles, errors }: Comparison): NameOf {
  const regions = new Set(
    [operations.appeared, operations.disappeared, operations.grown, throttles, errors]
      .flat()
      .map(({ name }) => name.at(-1)),
  )
  return ([service, operation, region]) => `${service}:${operation}${regions.size > 1 ? ` ${region}` : ''}`
}

/** Names callers with their account only if the two trails have several. */
function callerNames({ comparesAccounts }: ReportModel): NameOf {
  return ([account, principal = '']) => (comparesAccounts ? `${principal} in ${account}` : principal)
}

function changeTable(
  title: string,
  changes: ChangeList,
  nameOf: NameOf,
  top: number,
  width: number,
): string[] {
  if (changes.length === 0) return [`${title}: none`]
  const rows = changes
    .slice(0, top)
    .map(({ name, before, after }) => [nameOf(name), rate(before), rate(after), growth(before, after)])
  const more = changes.length > top ? ` (${top} of ${numberText(changes.length)})` : ''
  return table([texts(title + more), numbers('before'), numbers('after'), numbers('')], rows, width)
}

/** Calls per hour. Rare calls aren't rounded to zero. */
function rate(perHour: number): string | number {
  return perHour > 0 && perHour < 0.1 ? '< 0.1' : perHour
}

function growth(before: number, after: number): string {
  if (before === 0) return 'new'
  return after === 0 ? 'gone' : `x ${numberText(after / before)}`
}
