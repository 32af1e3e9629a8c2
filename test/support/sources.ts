import type { Message } from '../../src/core/cloudtrail/call.ts'
import { NO_DEADLINE } from '../../src/sources/deadline.ts'
import { readEvent } from '../../src/sources/read-event.ts'
import type { ReadOptions, Report } from '../../src/sources/source.ts'
import { objectStore } from './objects.ts'

const MEGABYTE = 1024 * 1024

export const READ_OPTIONS: ReadOptions = {
  maxPayloadBytes: MEGABYTE,
  maxObjectBytes: MEGABYTE,
  ownLogGroup: '/aws/lambda/tracker',
  readObject: objectStore({}),
  remainingMs: NO_DEADLINE,
}

/** What an event delivers, payload by payload, and what became of it. */
export async function read(
  event: unknown,
  options: Partial<ReadOptions> = {},
): Promise<Report & { readonly payloads: Message[][] }> {
  const payloads: Message[][] = []
  const report = await readEvent(event, { ...READ_OPTIONS, ...options }, (messages) =>
    payloads.push([...messages]),
  )
  return { ...report, payloads }
}
