import { UnknownEventError } from '../errors.ts'
import { logsSource } from './logs.ts'
import type { DecodeOptions } from './payload.ts'
import type { Delivery, Source } from './source.ts'

type Reader = (options: DecodeOptions) => ReturnType<Source<unknown>['read']>

interface Row {
  readonly name: string
  /** A reader of the event, where the event is of this source. */
  open(event: unknown): Reader | undefined
}

/** Every way in, a row each. */
const SOURCES: readonly Row[] = [row(logsSource)]

/**
 * What an event of any source delivers; undefined where it holds nothing to count and nothing to report.
 * @throws {UnknownEventError} for an event of no source
 * @throws {PayloadError} where nothing of the event can be delivered
 */
export async function readEvent(event: unknown, options: DecodeOptions): Promise<Delivery | undefined> {
  for (const source of SOURCES) {
    const read = source.open(event)
    if (read !== undefined) return read(options)
  }
  const names = SOURCES.map(({ name }) => name).join(', ')
  throw new UnknownEventError(`The event is of no known source. Expected one of: ${names}`)
}

function row<Event>(source: Source<Event>): Row {
  return {
    name: source.name,
    open: (event) => (source.matches(event) ? (options) => source.read(event, options) : undefined),
  }
}
