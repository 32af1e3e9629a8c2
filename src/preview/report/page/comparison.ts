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

/** Differences from an older trail. */
export function comparisonSection({ comparison }: ReportModel): Section {
  const columns = [
    column<Change>('Change', 'text', ({ kind }) => kind),
    column<Change>('Name', 'text', ({ name }) => name),
    column<Change>('Calls per hour before', 'count', ({ before }) => before),
    column<Change>('Calls per hour now', 'count', ({ after }) => after),
    column<Change>('Difference', 'count', ({ before, after }) => after - before),
  ]
  return {
    title: 'Compared with the older trail',
    text: ['Calls per hour, because the two trails can be of different lengths.'],
    tables: tables(
      'Compared with the older trail',
      'comparison',
      columns,
      comparison === undefined ? [] : changesOf(comparison),
    ),
  }
}

const operationName: NameOf = ([service, operation, region]) => `${service}:${operation} ${region}`

function changesOf({ operations, callers, throttles, errors }: Comparison): Change[] {
  return [
    ...kinds('operation', operations, operationName),
    ...kinds('caller', callers, (name) => name.join()),
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
    ['new', appeared],
    ['gone', disappeared],
    ['grown', grown],
  ] as const
  return all.flatMap(([kind, changes]) =>
    changes.map((one) => ({ ...one, kind: `${kind} ${noun}`, name: nameOf(one.name) })),
  )
}
