import { UnknownEventError } from '../util/errors.ts'
import { kinesisSource } from './kinesis.ts'
import { logsSource } from './logs.ts'
import { s3Source } from './s3.ts'
import type { Deliver, ReadOptions, Report, Source } from './source.ts'

type Reader = (options: ReadOptions, deliver: Deliver) => Promise<Report>

interface Row {
  readonly name: string
  /** A reader of the event, where the event is of this source. */
  open(event: unknown): Reader | undefined
}

/** Every way in, a row each. */
const SOURCES: readonly Row[] = [row(logsSource), row(kinesisSource), row(s3Source)]

/**
 * Hands on what an event of any source delivers.
 * @throws {UnknownEventError} for an event of no source
 * @throws {PayloadError} where nothing of the event is to be counted
 */
export async function readEvent(event: unknown, options: ReadOptions, deliver: Deliver): Promise<Report> {
  for (const source of SOURCES) {
    const read = source.open(event)
    if (read !== undefined) return read(options, deliver)
  }
  const names = SOURCES.map(({ name }) => name).join(', ')
  throw new UnknownEventError(`The event is from an unknown source. Expected one of: ${names}`)
}

function row<Event>(source: Source<Event>): Row {
  return {
    name: source.name,
    open: (event) =>
      source.matches(event) ? (options, deliver) => source.read(event, options, deliver) : undefined,
  }
}
