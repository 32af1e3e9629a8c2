import { gunzipSync } from 'node:zlib'
import { createMetricsLogger } from 'aws-embedded-metrics'
import type { CloudWatchLogsEvent } from 'aws-lambda'

interface Record {
  readonly eventName: string
  readonly eventSource: string
  readonly awsRegion: string
  readonly eventType?: string
  readonly errorCode?: string
}

/** The obvious implementation: a metrics logger of aws-embedded-metrics for every record, each with a flush. */
export async function naive(event: CloudWatchLogsEvent): Promise<void> {
  const payload = JSON.parse(gunzipSync(Buffer.from(event.awslogs.data, 'base64')).toString('utf8'))
  for (const { message } of payload.logEvents) {
    const record = parse(message)
    if (record === undefined || (record.eventType ?? 'AwsApiCall') !== 'AwsApiCall') continue
    const metrics = createMetricsLogger()
    metrics.setNamespace('ApiUsage')
    const Service = record.eventSource.replace('.amazonaws.com', '')
    metrics.setDimensions([
      { Service, Operation: record.eventName, Region: record.awsRegion },
      { Service, Region: record.awsRegion },
    ])
    metrics.putMetric('CallCount', 1, 'Count')
    if (record.errorCode !== undefined) metrics.putMetric('ErrorCount', 1, 'Count')
    await metrics.flush()
  }
}

function parse(message: string): Record | undefined {
  try {
    const record = JSON.parse(message)
    return record.eventName && record.eventSource ? record : undefined
  } catch {
    return undefined
  }
}
