import type { ObjectLocation } from '../../src/sources/source.ts'

const TOPIC = 'arn:aws:sns:eu-west-1:444455556666:trail'

/** CloudTrail's notification of log files that it delivered, all to the bucket of the first. */
export function filesDelivered(...files: readonly ObjectLocation[]): string {
  return JSON.stringify({ s3Bucket: files[0]?.bucket, s3ObjectKey: files.map(({ key }) => key) })
}

/** AWS Config's notification of a snapshot, on the same topic. */
export function configDelivered(): string {
  return JSON.stringify({
    s3ObjectKey: 'AWSLogs/111122223333/Config/eu-west-1/2026/10/1/ConfigSnapshot/x.json.gz',
    s3Bucket: 'trail',
    notificationCreationTime: '2026-10-01T08:25:00.000Z',
    messageType: 'ConfigurationSnapshotDeliveryCompleted',
    recordVersion: '1.1',
  })
}

/** The message that a queue gets from a topic without raw delivery. */
export function enveloped(message: string): string {
  return envelope({
    Type: 'Notification',
    Subject: 'Amazon SNS',
    Message: message,
    UnsubscribeURL: 'https://x',
  })
}

/** The message of a topic that a queue in another account was subscribed to. */
export function subscriptionConfirmation(): string {
  const Message = `You have chosen to subscribe to the topic ${TOPIC}.`
  return envelope({ Type: 'SubscriptionConfirmation', Token: '2336412f', Message, SubscribeURL: 'https://x' })
}

function envelope(members: Readonly<Record<string, string>>): string {
  return JSON.stringify({
    MessageId: '1b5f0f4a-6f0e-5b6c-9a53-53b1f0c1a2d3',
    TopicArn: TOPIC,
    Timestamp: '2026-10-01T08:25:00.000Z',
    SignatureVersion: '1',
    Signature: 'EXAMPLE',
    SigningCertURL: 'https://sns.eu-west-1.amazonaws.com/x.pem',
    ...members,
  })
}
