import { groupBy } from '../../../src/util/group.ts'
import type { Json } from '../records.ts'
import { timeText } from './callers.ts'
import type { SampleCall } from './calls.ts'
import { DAY_START, MINUTE, ORGANIZATION_ID } from './organization.ts'
import { recordOf } from './record.ts'

/** A log file as an organization's trail delivers it. */
export interface LogFile {
  /** Its key in the trail's bucket. */
  readonly key: string
  readonly records: readonly Json[]
}

/** How much of the day a file covers. CloudTrail delivers every five minutes or so: more files than a sample should have. */
const PERIOD = 20 * MINUTE
/** How long after its period a file is delivered. */
const DELAY = 2 * MINUTE

/** The log files with the records of calls, for each account and Region and each period with calls. */
export function logFiles(calls: readonly SampleCall[]): LogFile[] {
  const files = groupBy(calls, ({ account, region, time }) => {
    const period = Math.floor((time - DAY_START) / PERIOD)
    return keyOf(account, region, DAY_START + (period + 1) * PERIOD + DELAY)
  })
  let index = 0
  return [...files].map(([key, ofFile]) => ({
    key,
    records: inOrder(ofFile).map((call) => recordOf(call, index++)),
  }))
}

/** Like calls next to each other compress better. The records of CloudTrail's files are in no order either. */
function inOrder(calls: readonly SampleCall[]): SampleCall[] {
  const alike = groupBy(calls, ({ caller, operation, failure }) =>
    [JSON.stringify(caller.userIdentity), operation, failure?.code].join(),
  )
  return [...alike].flatMap(([, some]) => some.toSorted((a, b) => a.time - b.time))
}

/** The key of a log file that is delivered at a time. Two files of the same time have different IDs. */
export function keyOf(account: string, region: string, delivered: number, id = 'Kd8fJq2LxVn5RtW9'): string {
  const text = timeText(delivered)
  const minute = text.slice(0, 16).replace(/[-:]/g, '')
  const folder = `AWSLogs/${ORGANIZATION_ID}/${account}/CloudTrail/${region}/${text.slice(0, 10).replaceAll('-', '/')}`
  return `${folder}/${account}_CloudTrail_${region}_${minute}Z_${id}.json.gz`
}
