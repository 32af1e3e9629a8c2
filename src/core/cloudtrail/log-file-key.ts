import { eventTimeMs } from './record.ts'

const NAME = /_CloudTrail_[^_/]+_(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)Z_[^/]*$/

/**
 * The time at which CloudTrail delivered a log file, in milliseconds since 1970, according to its name
 * `ACCOUNT_CloudTrail_REGION_YYYYMMDDTHHmmZ_ID.json.gz`; undefined for other names.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-examples.html#cloudtrail-log-filename-format
 * @param path a path or key that ends in the name
 */
export function deliveryTime(path: string): number | undefined {
  const [, year, month, day, hour, minute] = NAME.exec(path) ?? []
  return year === undefined ? undefined : eventTimeMs(`${year}-${month}-${day}T${hour}:${minute}:00Z`)
}
