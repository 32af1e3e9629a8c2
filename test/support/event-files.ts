import type { EventRequest } from '../../src/events/make-event.ts'

/** The trail that the committed event file of S3 names: what is in its bucket, by key, and the file that it is made from. */
export const SAMPLE_BUCKET = 'example-trail'
export const SAMPLE_OBJECTS: Readonly<Record<string, string>> = {
  [sampleKey('20261001T0820Z_Kd8fJq2LxVn5RtW9')]: 'sample/trail/1-ordinary.json.gz',
  [sampleKey('20261001T0825Z_Zp4sYc7MbHg1QeU6')]: 'sample/trail/2-throttle-storm.json.gz',
}
/** Objects that the same event names, but that are no log files or are not there. */
const SAMPLE_DIGEST = sampleKey('20261001T0825Z').replaceAll('CloudTrail', 'CloudTrail-Digest')
const MISSING_OBJECT = sampleKey('20261001T0830Z_deletedLongAgo00')

function sampleKey(name: string): string {
  const file = `111122223333_CloudTrail_eu-west-1_${name}.json.gz`
  return `AWSLogs/111122223333/CloudTrail/eu-west-1/2026/10/01/${file}`
}

function sampleUris(keys: readonly string[]): string[] {
  return keys.map((key) => `s3://${SAMPLE_BUCKET}/${key}`)
}

/** One committed event file and what it is made from. */
export interface EventFile extends EventRequest {
  readonly name: string
}

const ORDINARY = ['sample/trail/1-ordinary.json.gz']
const STORM = ['sample/trail/2-throttle-storm.json.gz']
const MALFORMED = ['sample/trail/3-malformed.jsonl']
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
