import { UnknownEventError } from '../util/errors.ts'
import { kinesisSource } from './kinesis.ts'
import { logsSource } from './logs.ts'
import { s3Source } from './s3.ts'
import type { Deliver, ReadOptions, Report, Source } from './source.ts'

type Reader = (options: ReadOptions, deliver: Deliver) => Promise<Report>

interface Row {
  readonly name: string
  /** A reader of the event, if it is from this source. */
  open(event: unknown): Reader | undefined
}

/** All sources. */
const SOURCES: readonly Row[] = [row(logsSource), row(kinesisSource), row(s3Source)]

/**
 * Reads an event of any source and delivers its messages.
 * @throws {UnknownEventError} if the event is from no known source
 * @throws {PayloadError} if nothing of the event may be counted
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
