import type { Message } from '../../core/cloudtrail/call.ts'
import type { LogFile } from '../../inputs/trail-bucket.ts'
import { PayloadError } from '../../util/errors.ts'
import { prefetch } from '../../util/prefetch.ts'
import { HOUR_MS } from '../../util/time.ts'

/** Log files by the hour of their delivery. */
export interface FileCount {
  readonly files: number
  /** The stored size. */
  readonly bytes: number
  readonly hours: number
  /** The hour with the most bytes, in milliseconds since 1970. */
  readonly busiest: number
}

/** Records of the busiest hour, to estimate the others from. */
export interface Sample {
  /** The sampled files, each with its records. */
  readonly deliveries: readonly { readonly deliveredAt: number; readonly messages: readonly Message[] }[]
  readonly records: number
  readonly bytes: number
  /** Whether these are all files of that hour. */
  readonly isWhole: boolean
}

/** Maximum number of files to read for an estimate, and maximum bytes. */
const MAX_FILES = 200
const MAX_BYTES = 32 * 1024 * 1024
const READ_AHEAD = 8

/** Counts log files. */
export async function countFiles(files: AsyncIterable<LogFile>): Promise<FileCount> {
  const hours = new Map<number, number>()
  let [count, bytes] = [0, 0]
  for await (const file of files) {
    count++
    bytes += file.bytes
    const hour = Math.floor(file.deliveredAt / HOUR_MS) * HOUR_MS
    hours.set(hour, (hours.get(hour) ?? 0) + file.bytes)
  }
  let busiest = 0
  for (const [hour, size] of hours) if (size > (hours.get(busiest) ?? -1)) busiest = hour
  return { files: count, bytes, hours: hours.size, busiest }
}

/**
 * Reads the log files of an hour, or the first ones if there are many. Skips files that can't be read.
 * @param read throws a `PayloadError` for a file that can't be read
 */
export async function readSample(
  files: AsyncIterable<LogFile>,
  read: (file: LogFile) => Promise<readonly Message[]>,
): Promise<Sample> {
  let [bytes, records, isWhole] = [0, 0, true]
  const deliveries: { deliveredAt: number; messages: readonly Message[] }[] = []
  const load = async (file: LogFile) => {
    try {
      return { file, messages: await read(file) }
    } catch (error) {
      if (!(error instanceof PayloadError)) throw error
      return undefined
    }
  }
  for await (const one of prefetch(files, READ_AHEAD, load)) {
    if (one === undefined) continue
    if (deliveries.length >= MAX_FILES || bytes >= MAX_BYTES) {
      isWhole = false
      break
    }
    deliveries.push({ deliveredAt: one.file.deliveredAt, messages: one.messages })
    bytes += one.file.bytes
    records += one.messages.length
  }
  return { deliveries, records, bytes, isWhole }
}
