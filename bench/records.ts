import { gzipSync } from 'node:zlib'
import type { CloudWatchLogsEvent } from 'aws-lambda'
import { messageText } from '../src/events/subscription-payload.ts'
import { findFiles, readMessages } from '../src/inputs/files.ts'
import { reasonOf } from '../src/util/errors.ts'
import { HOUR_MS } from '../src/util/time.ts'

/** The texts of all records in files and folders. Files without records are reported and skipped. */
export async function readTexts(paths: readonly string[]): Promise<string[]> {
  const texts: string[] = []
  for (const path of findFiles(paths)) {
    try {
      for (const message of await readMessages(path)) texts.push(messageText(message))
    } catch (error) {
      console.error(`Skipped ${path}: ${reasonOf(error)}`)
    }
  }
  if (texts.length === 0) throw new Error('No CloudTrail records could be read.')
  return texts
}

/** The events that deliver `texts`, a number of them in each. */
export function eventsOf(texts: readonly string[], size: number): CloudWatchLogsEvent[] {
  const events: CloudWatchLogsEvent[] = []
  for (let start = 0; start < texts.length; start += size) {
    const logEvents = texts
      .slice(start, start + size)
      .map((message, i) => ({ id: String(start + i).padStart(56, '3'), timestamp: 1688990400000, message }))
    const payload = {
      messageType: 'DATA_MESSAGE',
      owner: '111122223333',
      logGroup: 'aws-cloudtrail-logs',
      logStream: '111122223333_CloudTrail_us-east-1',
      subscriptionFilters: ['api-usage'],
      logEvents,
    }
    events.push({ awslogs: { data: gzipSync(JSON.stringify(payload)).toString('base64') } })
  }
  return events
}

/** The same records with other eventIDs, so that a warm environment counts all of them as new. */
export function renewed(texts: readonly string[], round: number): string[] {
  const digits = round.toString(16).padStart(8, '0')
  return texts.map((text) => text.replace(/("eventID":\s*")[0-9a-f]{8}/, `$1${digits}`))
}

/** The number of rounds that `later` can tell apart. */
const MAX_ROUNDS = 2500

/**
 * The same records with other eventIDs, each round two days after the one before and none in the future. Otherwise the calls of
 * all rounds would be in the same seconds, and the function would report that they exceed their rate limits.
 */
export function later(texts: readonly string[], round: number): string[] {
  const moved = (round - MAX_ROUNDS) * 48 * HOUR_MS
  return renewed(texts, round).map((text) =>
    text.replace(/(?<="eventTime":\s*")\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/, (time) =>
      new Date(Date.parse(time) + moved).toISOString().replace('.000Z', 'Z'),
    ),
  )
}
