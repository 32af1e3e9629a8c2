import type { KinesisStreamEvent, KinesisStreamRecord, SQSEvent, SQSRecord } from 'aws-lambda'
import type { ObjectLocation } from '../sources/source.ts'

/** Events as Lambda's event source mappings build them. */

const REGION = 'eu-west-1'
const ACCOUNT = '111122223333'
const ARRIVED_MS = Date.parse('2026-10-01T08:25:00Z')

/**
 * A batch of one shard of a data stream.
 * @param payloads the data of each record, in base64
 * @param first the number of the first record, counted within the shard
 */
export function kinesisEvent(payloads: readonly string[], first = 0): KinesisStreamEvent {
  return { Records: payloads.map((data, i) => kinesisRecord(data, first + i)) }
}

function kinesisRecord(data: string, place: number): KinesisStreamRecord {
  const sequenceNumber = sequenceNumberOf(place)
  return {
    kinesis: {
      kinesisSchemaVersion: '1.0',
      partitionKey: 'f2d5e1a04cb7b3a8c9d6e5f401728394',
      sequenceNumber,
      data,
      approximateArrivalTimestamp: (ARRIVED_MS + place) / 1000,
    },
    eventSource: 'aws:kinesis',
    eventVersion: '1.0',
    eventID: `shardId-000000000000:${sequenceNumber}`,
    eventName: 'aws:kinesis:record',
    invokeIdentityArn: `arn:aws:iam::${ACCOUNT}:role/api-usage-tracker`,
    awsRegion: REGION,
    eventSourceARN: `arn:aws:kinesis:${REGION}:${ACCOUNT}:stream/api-usage-tracker`,
  }
}

/** 56 digits, higher for a later record of the shard. */
export function sequenceNumberOf(place: number): string {
  return `4967${String(place).padStart(52, '0')}`
}

/** A batch of SQS messages with these bodies. */
export function sqsEvent(bodies: readonly string[], first = 0): SQSEvent {
  return { Records: bodies.map((body, i) => sqsRecord(body, first + i)) }
}

function sqsRecord(body: string, place: number): SQSRecord {
  const sent = String(ARRIVED_MS + place)
  return {
    messageId: messageIdOf(place),
    receiptHandle: `handle-${place}`,
    body,
    attributes: {
      ApproximateReceiveCount: '1',
      SentTimestamp: sent,
      SenderId: 'AIDAEXAMPLEEVENTS0000',
      ApproximateFirstReceiveTimestamp: sent,
    },
    messageAttributes: {},
    md5OfBody: '00000000000000000000000000000000',
    eventSource: 'aws:sqs',
    eventSourceARN: `arn:aws:sqs:${REGION}:${ACCOUNT}:api-usage-tracker-objects`,
    awsRegion: REGION,
  }
}

export function messageIdOf(place: number): string {
  return `00000000-0000-4000-8000-${String(place).padStart(12, '0')}`
}

/** The body of the message that EventBridge sends to the queue for a new object. */
export function objectCreated({ bucket, key }: ObjectLocation): string {
  return JSON.stringify({
    version: '0',
    id: '17793124-05d4-b198-2fde-7ededc63b103',
    'detail-type': 'Object Created',
    source: 'aws.s3',
    account: ACCOUNT,
    time: new Date(ARRIVED_MS).toISOString(),
    region: REGION,
    resources: [`arn:aws:s3:::${bucket}`],
    detail: {
      version: '0',
      bucket: { name: bucket },
      object: { key, size: 1024, etag: 'b1946ac92492d2347c6235b4d2611184', sequencer: '0062E99A88DC407460' },
      'request-id': 'N4N7GDK58NMKJ12R',
      requester: 'cloudtrail.amazonaws.com',
      reason: 'PutObject',
    },
  })
}
