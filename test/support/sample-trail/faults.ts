import type { Json } from '../records.ts'
import { keyOf, type LogFile } from './log-files.ts'
import { at, HOME, PRODUCTION, SANDBOX } from './organization.ts'

/** A log file of the sample, and what is in it before it is compressed. */
export interface SampleFile {
  readonly key: string
  readonly text: string
}

/** A file that is delivered twice, as CloudTrail may do: the second time with another ID. */
export const TWICE = keyOf(PRODUCTION, HOME, at(9, 22))
export const AGAIN = keyOf(PRODUCTION, HOME, at(9, 22), 'Zp4sYc7MbHg1QeU6')
/** A file in which something between the trail and its reader has damaged records. */
export const DAMAGED = keyOf(SANDBOX, HOME, at(10, 2))

/** The texts of log files: one of them twice, one damaged. */
export function withFaults(files: readonly LogFile[]): SampleFile[] {
  return files.flatMap(({ key, records }) => {
    const text = JSON.stringify({ Records: records })
    if (key === TWICE)
      return [
        { key, text },
        { key: AGAIN, text },
      ]
    return [{ key, text: key === DAMAGED ? damaged(records) : text }]
  })
}

/** Records with malformed ones between them: without a name, without a time, not even an object, not even JSON. */
function damaged(records: readonly Json[]): string {
  const [first = {}, ...others] = records
  const { eventName: _, ...nameless } = first
  const malformed = [nameless, { ...first, eventTime: 'yesterday' }, 7].map((one) => JSON.stringify(one))
  const notJson = JSON.stringify(first).replace('"requestParameters":null', '"requestParameters":')
  const texts = [first, ...others].map((one) => JSON.stringify(one))
  return `{"Records":[${[...malformed, notJson, ...texts].join()}]}`
}
