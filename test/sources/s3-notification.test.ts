import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { objectCreated } from '../../src/events/lambda-events.ts'
import { namedObjects } from '../../src/sources/s3-notification.ts'
import { PayloadError } from '../../src/util/errors.ts'
import { bucketNotification } from '../support/bucket-notification.ts'
import { logFileAt, logFileKey } from '../support/objects.ts'
import {
  configDelivered,
  enveloped,
  filesDelivered,
  subscriptionConfirmation,
} from '../support/trail-topic.ts'

const KEY = logFileKey('a')

function isLogFile(key: string): boolean {
  const { logFiles, others } = namedObjects(objectCreated({ bucket: 'trail', key }))
  assert.equal(logFiles.length + others, 1)
  return logFiles.length === 1
}

describe('namedObjects', () => {
  it('returns the object of an event of EventBridge', () => {
    assert.deepEqual(namedObjects(objectCreated(logFileAt('a'))), { logFiles: [logFileAt('a')], others: 0 })
  })

  it('returns the object of a notification of the bucket', () => {
    assert.deepEqual(namedObjects(bucketNotification(logFileAt('a'))), {
      logFiles: [logFileAt('a')],
      others: 0,
    })
  })

  it('decodes keys in notifications only', () => {
    for (const prefix of ['with two spaces', 'ü', 'a+b', '100%']) {
      const location = { bucket: 'trail', key: `${prefix}/${KEY}` }
      for (const body of [objectCreated(location), bucketNotification(location)])
        assert.deepEqual(namedObjects(body).logFiles, [location])
    }
  })

  it('takes log files with and without a prefix and an organization', () => {
    const inOrganisation = KEY.replace('AWSLogs/', 'AWSLogs/o-a1b2c3d4e5/')
    for (const key of [KEY, inOrganisation, `prefix/${KEY}`, `a/b/${inOrganisation}`])
      assert.ok(isLogFile(key), key)
  })

  it('skips digests, Insights, aggregated and network events, and objects that are not log files', () => {
    for (const folder of ['Digest', 'Insight', 'Aggregated', 'NetworkActivity'])
      assert.ok(!isLogFile(KEY.replace('/CloudTrail/', `/CloudTrail-${folder}/`)), folder)
    for (const key of [
      KEY.replace('/CloudTrail/', '/Config/'),
      KEY.replace('.json.gz', '.json'),
      KEY.replace('111122223333/', ''),
      KEY.replaceAll('111122223333', '1111'),
      KEY.replaceAll('111122223333', 'elsewhere'),
      `${KEY}.bak`,
      KEY.replace('AWSLogs/', 'XAWSLogs/'),
      'AWSLogs/111122223333/CloudTrail/',
      'AWSLogs/111122223333/CloudTrail/.json.gz',
      `AWSLogs/111122223333/CloudTrail/CloudTrail/../x`,
      '',
    ])
      assert.ok(!isLogFile(key), key)
  })

  it('takes objects however they were created', () => {
    for (const how of ['Put', 'Post', 'Copy', 'CompleteMultipartUpload'])
      assert.equal(namedObjects(bucketNotification(logFileAt('a'), `ObjectCreated:${how}`)).others, 0)
  })

  it('skips other events of objects', () => {
    assert.deepEqual(namedObjects(bucketNotification(logFileAt('a'), 'ObjectRemoved:Delete')), {
      logFiles: [],
      others: 1,
    })
    const deleted = objectCreated(logFileAt('a')).replace('Object Created', 'Object Deleted')
    assert.deepEqual(namedObjects(deleted), { logFiles: [], others: 1 })
  })

  it('returns all files that CloudTrail delivered, by their keys as they are', () => {
    const odd = { bucket: 'trail', key: `a+b %20/${KEY}` }
    for (const files of [[logFileAt('a')], [logFileAt('a'), odd, logFileAt('b')]])
      assert.deepEqual(namedObjects(filesDelivered(...files)), { logFiles: files, others: 0 })
  })

  it('skips files that CloudTrail delivered but that are not log files', () => {
    const insight = { bucket: 'trail', key: KEY.replace('/CloudTrail/', '/CloudTrail-Insight/') }
    const named = namedObjects(filesDelivered(insight, logFileAt('a'), insight))
    assert.deepEqual(named, { logFiles: [logFileAt('a')], others: 2 })
  })

  it('reads every form in the envelope of a topic', () => {
    for (const body of [
      filesDelivered(logFileAt('a')),
      bucketNotification(logFileAt('a')),
      objectCreated(logFileAt('a')),
    ])
      assert.deepEqual(namedObjects(enveloped(body)), { logFiles: [logFileAt('a')], others: 0 })
  })

  const s3Test = JSON.stringify({ Service: 'Amazon S3', Event: 's3:TestEvent', Bucket: 'trail' })
  const skipped: Readonly<Record<string, string>> = {
    'the test of a new notification': s3Test,
    'the test of a new notification through a topic': enveloped(s3Test),
    'the test of a trail with a new topic': 'CloudTrail validation message.',
    'the same in an envelope': enveloped('CloudTrail validation message.'),
    "AWS Config's deliveries": configDelivered(),
    'the same, enveloped': enveloped(configDelivered()),
    'changes that AWS Config reports': JSON.stringify({
      messageType: 'ConfigurationItemChangeNotification',
      configurationItem: {},
    }),
    'the confirmation of a subscription': subscriptionConfirmation(),
    'texts on a topic that others use as well': enveloped('An alarm went off'),
    'JSON on a topic that others use as well': enveloped('{"AlarmName":"x"}'),
  }
  for (const [what, body] of Object.entries(skipped))
    it(`counts ${what} as skipped`, () => {
      assert.deepEqual(namedObjects(body), { logFiles: [], others: 1 })
    })

  it('rejects a damaged notification of CloudTrail, in an envelope as well', () => {
    for (const damaged of [
      '{"s3Bucket":"trail","s3ObjectKey":[]}',
      '{"s3Bucket":"trail","s3ObjectKey":"a"}',
      '{"s3Bucket":"trail","s3ObjectKey":["a",7]}',
      '{"s3Bucket":7,"s3ObjectKey":["a"]}',
      '{"s3ObjectKey":["a"]}',
    ])
      for (const body of [damaged, enveloped(damaged)])
        assert.throws(() => namedObjects(body), /^PayloadError: The message has no S3 object/, body)
  })

  for (const body of [
    '',
    'text',
    '7',
    'null',
    '{}',
    '{"Records":[]}',
    '{"source":"aws.ec2","detail-type":"Object Created","detail":{}}',
    '{"Event":"s3:Other"}',
    '{"source":"other","detail-type":"Object Created","detail":{"bucket":{"name":"b"},"object":{"key":"a"}}}',
    '{"source":"aws.s3","detail-type":"Object Created"}',
    '{"source":"aws.s3","detail-type":"Object Created","detail":{"bucket":{"name":"b"},"object":{"key":7}}}',
    '{"Records":[{"eventSource":"aws:s3","eventName":"ObjectCreated:Put","s3":{"bucket":{}}}]}',
  ]) {
    it(`rejects ${body || 'an empty body'}`, () => {
      assert.throws(
        () => namedObjects(body),
        (error) => error instanceof PayloadError && /^The message has no S3 object/.test(error.message),
      )
    })
  }

  it('rejects a key that is not encoded as it should be', () => {
    const body = bucketNotification(logFileAt('a')).replace('AWSLogs', '%E0%A4%A')
    assert.throws(() => namedObjects(body), /key in the message is not URL-encoded: %E0%A4%A/)
  })
})
