import { readFileSync } from 'node:fs'
import { objectCreated, sqsEvent } from '../../src/events/lambda-events.ts'
import { type EmfDocument, parseEmf } from './emf.ts'
import { logsEvent, record, records } from './records.ts'
import { watchedHandler } from './run.ts'
import { at } from './sample-trail/organization.ts'

/** Documents with every metric that the function emits in the template's default configuration, and its warnings. */
export async function emitted(): Promise<{
  documents: EmfDocument[]
  warnings: readonly Readonly<Record<string, unknown>>[]
}> {
  const samples = watchedHandler({ env: { MAX_AGE_HOURS: '1000000' }, now: () => at(24) })
  for (const name of ['ordinary', 'throttle-storm', 'malformed']) {
    await samples.handle(JSON.parse(readFileSync(`events/${name}.json`, 'utf8')))
  }
  // Cases that the samples don't have: a caller with several agents, expired and filtered records, a used-up budget, and
  // skipped objects.
  const others = watchedHandler({ env: { MAX_SERIES: '1', EXCLUDE_OPERATIONS: 's3:*' } })
  const expired = record({ eventTime: '2020-01-01T00:00:00Z' })
  const filtered = record({ eventSource: 's3.amazonaws.com' })
  const agents = records(2, (i) => ({ eventID: `agent-${i}`, userAgent: ['Boto3/1', 'Terraform/1'][i] }))
  const operations = records(3, (i) => ({ eventName: `Op${i}` }))
  await others.handle(logsEvent([...agents, ...operations, expired, filtered]))
  const digest = { bucket: 'trail', key: 'AWSLogs/111122223333/CloudTrail-Digest/x.json.gz' }
  await others.handle(sqsEvent([objectCreated(digest), 'no object']))
  const documents = [...samples.lines(), ...others.lines()].map((line) => parseEmf(line))
  return { documents, warnings: [...samples.warnings, ...others.warnings] }
}
