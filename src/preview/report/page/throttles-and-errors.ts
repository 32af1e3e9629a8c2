import type { ReportModel } from '../model.ts'
import type { Section } from './content.ts'
import { operationName } from './names.ts'
import { column, tables } from './table.ts'

type Throttled = ReportModel['throttled'][number]
type Failure = ReportModel['errors'][number]

interface Throttle {
  readonly operation: Throttled['operation']
  readonly caller: Throttled['callers'][number]
}

/** The throttled callers of each operation, and the other errors. */
export function throttlesAndErrors({ throttled, errors, hasAccounts, regions }: ReportModel): Section {
  const throttles: readonly Throttle[] = throttled.flatMap(({ operation, callers }) =>
    callers.map((caller) => ({ operation, caller })),
  )
  const others = errors.filter((error) => error.throttles < error.calls)
  const hasRegions = regions.length > 1
  const throttleColumns = [
    column<Throttle>(
      'Operation',
      'text',
      ({
        operation: {
          name: [service, name],
        },
      }) => `${service}:${name}`,
    ),
    ...(hasRegions ? [column<Throttle>('Region', 'text', ({ operation }) => operation.name[2])] : []),
    column<Throttle>('Caller', 'text', ({ caller }) => caller.principal),
    ...(hasAccounts ? [column<Throttle>('Account', 'text', ({ caller }) => caller.account)] : []),
    column<Throttle>('Throttled', 'count', ({ caller }) => caller.throttles),
    column<Throttle>('Calls', 'count', ({ caller }) => caller.calls),
    column<Throttle>('Throttled (all callers)', 'count', ({ operation }) => operation.throttles),
    column<Throttle>('Agent', 'text', ({ caller }) => caller.agent),
  ]
  const errorColumns = [
    column<Failure>('Error code', 'text', ({ code }) => code),
    column<Failure>('Operation', 'text', operationName),
    ...(hasRegions ? [column<Failure>('Region', 'text', ({ region }) => region)] : []),
    column<Failure>('Caller', 'text', ({ principal }) => principal),
    ...(hasAccounts ? [column<Failure>('Account', 'text', ({ account }) => account)] : []),
    column<Failure>('Errors', 'count', ({ calls }) => calls),
  ]
  return {
    title: 'Throttles and errors',
    text: [
      throttles.length === 0
        ? 'No calls were throttled.'
        : 'A row has the calls of one caller to one operation, throttled or not, and the throttled calls of all callers to it.',
    ],
    tables: [
      ...tables('Throttled callers', 'throttled-callers', throttleColumns, throttles),
      ...tables('Other errors', 'errors', errorColumns, others),
    ],
  }
}
