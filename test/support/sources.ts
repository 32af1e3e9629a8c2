import type { Message } from '../../src/cloudtrail/call.ts'
import type { ReadOptions, Report } from '../../src/sources/source.ts'
import { readEvent } from '../../src/sources/sources.ts'
import { objectStore } from './objects.ts'

const MEGABYTE = 1024 * 1024

export const READ_OPTIONS: ReadOptions = {
  maxPayloadBytes: MEGABYTE,
  maxObjectBytes: MEGABYTE,
  ownLogGroup: '/aws/lambda/tracker',
  readObject: objectStore({}),
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
