import type { ReportModel } from '../model.ts'
import type { Section } from './content.ts'
import { column, tables } from './table.ts'

type Comparison = NonNullable<ReportModel['comparison']>
type Changes = Comparison['operations']

interface Change {
  readonly kind: string
  readonly name: string
  readonly before: number
  readonly after: number
}

type NameOf = (name: Comparison['errors'][number]['name']) => string

/** Changes since the baseline. */
export function comparisonSection(model: ReportModel): Section {
  const columns = [
    column<Change>('Change', 'text', ({ kind }) => kind),
    column<Change>('Name', 'text', ({ name }) => name),
    column<Change>('Before (calls per hour)', 'count', ({ before }) => before),
    column<Change>('After (calls per hour)', 'count', ({ after }) => after),
    column<Change>('Difference', 'count', ({ before, after }) => after - before),
  ]
  return {
    title: 'Compared with the baseline',
    text: ['Numbers are calls per hour, because the baseline can cover a shorter or longer time.'],
    tables: tables('Compared with the baseline', 'comparison', columns, changesOf(model)),
  }
}

const operationName: NameOf = ([service, operation, region]) => `${service}:${operation} ${region}`

function changesOf({ comparison, comparesAccounts }: ReportModel): Change[] {
  if (comparison === undefined) return []
  const { operations, callers, throttles, errors } = comparison
  const callerName: NameOf = ([account, principal = '']) =>
    comparesAccounts ? `${principal} in ${account}` : principal
  return [
    ...kinds('operation', operations, operationName),
    ...kinds('caller', callers, callerName),
    ...throttles.map((one) => ({ ...one, kind: 'more throttled calls', name: operationName(one.name) })),
    ...errors.map(({ name: [code, ...name], ...one }) => ({
      ...one,
      kind: 'more errors',
      name: `${code} in ${operationName(name)}`,
    })),
  ]
}

function kinds(noun: string, { appeared, disappeared, grown }: Changes, nameOf: NameOf): Change[] {
  const all = [
    [`new ${noun}`, appeared],
    [`${noun} no longer seen`, disappeared],
    [`${noun} with more calls`, grown],
  ] as const
  return all.flatMap(([kind, changes]) => changes.map((one) => ({ ...one, kind, name: nameOf(one.name) })))
}
