import type { EventRequest } from '../../src/events/make-event.ts'
import { AGAIN, DAMAGED, TWICE } from './sample-trail/faults.ts'
import { keyOf } from './sample-trail/log-files.ts'
import { at, HOME, PRODUCTION } from './sample-trail/organization.ts'
import { SAMPLE_FOLDER } from './sample-trail/sample-trail.ts'

/** The log file with most of the throttled calls. */
const STORM_KEY = keyOf(PRODUCTION, HOME, at(14, 22))

/** The trail that the committed event file of S3 names: what is in its bucket, by key, and the file that it is made from. */
export const SAMPLE_BUCKET = 'example-trail'
export const SAMPLE_OBJECTS: Readonly<Record<string, string>> = Object.fromEntries(
  [TWICE, AGAIN, STORM_KEY].map((key) => [key, sampleFile(key)]),
)
/** Objects in the same event that are not log files or don't exist. */
const SAMPLE_DIGEST = STORM_KEY.replaceAll('CloudTrail', 'CloudTrail-Digest')
const MISSING_OBJECT = keyOf(PRODUCTION, HOME, at(14, 22), 'deletedLongAgo00')

function sampleFile(key: string): string {
  return `${SAMPLE_FOLDER}/${key}`
}

function sampleUris(keys: readonly string[]): string[] {
  return keys.map((key) => `s3://${SAMPLE_BUCKET}/${key}`)
}

/** One committed event file and what it is made from. */
export interface EventFile extends EventRequest {
  readonly name: string
}

const ORDINARY = [TWICE, AGAIN].map(sampleFile)
const STORM = [sampleFile(STORM_KEY)]
const MALFORMED = [sampleFile(DAMAGED)]
const OBJECTS = sampleUris([...Object.keys(SAMPLE_OBJECTS), SAMPLE_DIGEST])

/** All files in events/ but env.json. */
export const EVENT_FILES: readonly EventFile[] = [
  { name: 'ordinary', source: 'logs', kind: 'data', from: ORDINARY },
  { name: 'throttle-storm', source: 'logs', kind: 'data', from: STORM },
  { name: 'malformed', source: 'logs', kind: 'data', from: MALFORMED },
  { name: 'control-message', source: 'logs', kind: 'control', from: [] },
  { name: 'undecodable', source: 'logs', kind: 'undecodable', from: MALFORMED },
  { name: 'kinesis', source: 'kinesis', kind: 'data', from: STORM },
  { name: 'kinesis-undecodable', source: 'kinesis', kind: 'undecodable', from: STORM },
  { name: 's3', source: 's3', kind: 'data', from: OBJECTS },
  { name: 's3-missing', source: 's3', kind: 'data', from: [...OBJECTS, ...sampleUris([MISSING_OBJECT])] },
]
