import { gzipSync } from 'node:zlib'
import type { ObjectLocation, ReadObject } from '../../src/sources/source.ts'
import { PayloadError } from '../../src/util/errors.ts'
import { ACCOUNT } from './records.ts'

export const BUCKET = 'trail'

/** Stands for S3: what can be read, by its key. */
export function objectStore(objects: Readonly<Record<string, Buffer>>, name = BUCKET): ReadObject {
  return async ({ bucket, key }, maxBytes) => {
    const object = bucket === name ? objects[key] : undefined
    if (object === undefined) throw new PayloadError(`s3://${bucket}/${key} can't be read: NoSuchKey`)
    if (object.length > maxBytes)
      throw new PayloadError(`s3://${bucket}/${key} has more than ${maxBytes} bytes`)
    return object
  }
}

/** Where CloudTrail puts its log file of that name. */
export function logFileAt(name: string): ObjectLocation {
  return { bucket: BUCKET, key: logFileKey(name) }
}

export function logFileKey(name: string): string {
  const file = `${ACCOUNT}_CloudTrail_eu-west-1_20261001T1205Z_${name}.json.gz`
  return `AWSLogs/${ACCOUNT}/CloudTrail/eu-west-1/2026/10/01/${file}`
}

export function logFile(records: readonly unknown[]): Buffer {
  return gzipSync(JSON.stringify({ Records: records }))
}
