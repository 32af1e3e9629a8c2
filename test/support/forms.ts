import { gzipSync } from 'node:zlib'
import { dataMessage } from './records.ts'

/** A form in which people have records: how the JSON of each is embedded, and what is around all of them. */
export interface Form {
  readonly name: string
  /** What one record becomes, where its JSON may be damaged. */
  readonly each: (json: string) => string
  readonly join: (all: readonly string[]) => string
}

const asText = (json: string) => JSON.stringify(json)
const lines = (all: readonly string[]) => `${all.join('\n')}\n`
const same = (json: string) => json
const pretty = (json: string) => JSON.stringify(JSON.parse(json), null, 4)
const list = (all: readonly string[]) => `[\n  ${all.join(',\n  ')}\n]\n`

const eventBridge = (json: string) =>
  `{"version":"0","id":"0","detail-type":"AWS API Call via CloudTrail","source":"aws.ec2","time":"2026-10-01T12:00:00Z","detail":${json}}`

const logEvent = (json: string) =>
  `{"logStreamName": "stream", "timestamp": 1764057600000, "message": ${asText(json)}, "eventId": "0"}`

const subscription = (all: readonly string[]) => JSON.stringify(dataMessage(all))
const base64 = (text: string) => gzipSync(text).toString('base64')

/** Parts of up to two, as log files and payloads hold more than one record. */
const pairs = (all: readonly string[]) =>
  Array.from({ length: Math.ceil(all.length / 2) }, (_, i) => all.slice(2 * i, 2 * i + 2))

const logFile = (all: readonly string[]) => `{"Records":[${all.join()}]}`

/** Forms where a record stands as it is, so that one that is damaged can take others along. */
export const FORMS: readonly Form[] = [
  { name: 'a log file', each: same, join: logFile },
  { name: 'log files joined', each: same, join: (all) => pairs(all).map(logFile).join('') },
  { name: 'a log file a line', each: same, join: (all) => lines(pairs(all).map(logFile)) },
  {
    name: 'a log file with other members',
    each: same,
    join: (all) => `{"a":{"b":[1]},"Records":[${all.join()}],"c":"d"}`,
  },
  { name: 'a log file a line a record', each: same, join: (all) => `{"Records":[\n${all.join(',\n')}\n]}\n` },
  { name: 'a list of log files', each: same, join: (all) => list(pairs(all).map(logFile)) },
  { name: 'a record a line', each: same, join: lines },
  { name: 'records joined', each: same, join: (all) => all.join('') },
  { name: 'records between commas', each: same, join: (all) => all.join(',\n') },
  { name: 'a list of records', each: same, join: (all) => `[${all.join()}]` },
  { name: 'a list of records, a line each', each: same, join: list },
  { name: 'events of EventBridge a line', each: eventBridge, join: lines },
  { name: 'events of EventBridge joined', each: eventBridge, join: (all) => all.join('') },
  {
    name: 'lines of an export',
    each: (json) => `2026-10-01T12:00:00.000Z ${json}`,
    join: lines,
  },
  {
    name: 'lines of aws logs tail',
    each: (json) => `2026-10-01T12:00:00+00:00 111122223333_CloudTrail_eu-west-1 ${json}`,
    join: lines,
  },
  { name: 'lines with a timestamp', each: (json) => `1764057600000\t${json}`, join: lines },
  { name: 'pretty-printed records', each: pretty, join: (all) => all.join('\n') },
  { name: 'a pretty-printed list', each: pretty, join: list },
  { name: 'a pretty-printed log file', each: pretty, join: (all) => `{\n  "Records": ${list(all)}}\n` },
  { name: 'a list of texts', each: asText, join: list },
  { name: 'texts a line', each: asText, join: lines },
  {
    name: 'an answer of lookup-events',
    each: (json) =>
      `{"EventId": "0", "EventTime": "2026-10-01", "Resources": [], "CloudTrailEvent": ${asText(json)}}`,
    join: (all) => `{"Events": ${list(all)}, "NextToken": "x"}`,
  },
  {
    name: 'an answer of filter-log-events',
    each: logEvent,
    join: (all) => `{"events": ${list(all)}, "searchedLogStreams": []}`,
  },
  { name: 'log events a line', each: logEvent, join: lines },
]

/** Forms where each record is a text in something compressed, or in what a machine wrote as a whole. */
export const PACKED_FORMS: readonly Form[] = [
  {
    name: 'subscription messages joined',
    each: same,
    join: (all) => pairs(all).map(subscription).join(''),
  },
  {
    name: 'payloads in base64 a line',
    each: same,
    join: (all) => lines(pairs(all).map(subscription).map(base64)),
  },
  {
    name: 'an answer of get-records',
    each: same,
    join: (all) =>
      JSON.stringify({
        Records: pairs(all).map((some) => ({ PartitionKey: 'x', Data: base64(subscription(some)) })),
      }),
  },
  {
    name: 'Lambda events a line',
    each: same,
    join: (all) =>
      lines(pairs(all).map((some) => JSON.stringify({ awslogs: { data: base64(subscription(some)) } }))),
  },
]
