// Signs of records in JSON, which are reliable even if the JSON is broken.

/** Every record has a member of this name, so JSON has at most as many records as occurrences of the name. */
export const EVENT_TIME = 'eventTime'

/** The first three bytes of gzip in base64. The data can contain records. */
export const GZIP_IN_BASE64 = 'H4sI'

/** Whether JSON may have a record. False is certain. */
export function mayHoldRecords(json: Buffer): boolean {
  return json.includes(EVENT_TIME) || json.includes(GZIP_IN_BASE64)
}

/** Whether JSON may have more than one record. False is certain. */
export function mayHoldSeveral(json: Buffer): boolean {
  return json.indexOf(EVENT_TIME) !== json.lastIndexOf(EVENT_TIME) || json.includes(GZIP_IN_BASE64)
}
