import { gunzipSync } from 'node:zlib'
import type { CloudWatchLogsEvent, KinesisStreamEvent } from 'aws-lambda'

/** Only decodes the payloads, which any function that reads them must do. */
export async function floor(event: CloudWatchLogsEvent | KinesisStreamEvent): Promise<void> {
  const payloads =
    'awslogs' in event ? [event.awslogs.data] : event.Records.map(({ kinesis }) => kinesis.data)
  for (const data of payloads) {
    const payload = JSON.parse(gunzipSync(Buffer.from(data, 'base64')).toString('utf8'))
    for (const { message } of payload.logEvents) {
      try {
        JSON.parse(message)
      } catch {
        // Malformed messages have been read as well.
      }
    }
  }
}
