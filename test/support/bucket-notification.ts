import type { ObjectLocation } from '../../src/sources/source.ts'

const REGION = 'eu-west-1'
const ARRIVED = '2026-10-01T08:25:00.000Z'

/** The body of the message that a bucket itself sends to the queue for a new object, without EventBridge. */
export function bucketNotification({ bucket, key }: ObjectLocation, eventName = 'ObjectCreated:Put'): string {
  const urlEncoded = encodeURIComponent(key).replaceAll('%2F', '/').replaceAll('%20', '+')
  return JSON.stringify({
    Records: [
      {
        eventVersion: '2.1',
        eventSource: 'aws:s3',
        awsRegion: REGION,
        eventTime: ARRIVED,
        eventName,
        s3: {
          s3SchemaVersion: '1.0',
          configurationId: 'api-usage',
          bucket: { name: bucket, ownerIdentity: { principalId: 'EXAMPLE' }, arn: `arn:aws:s3:::${bucket}` },
          object: {
            key: urlEncoded,
            size: 1024,
            eTag: 'b1946ac92492d2347c6235b4d2611184',
            sequencer: '0062E99A88DC407460',
          },
        },
      },
    ],
  })
}
