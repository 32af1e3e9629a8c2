import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { bucketNotification, objectCreated } from '../../scripts/lib/lambda-events.ts'
import { PayloadError } from '../../src/errors.ts'
import { namedObjects } from '../../src/sources/s3-notification.ts'
import { logFileAt, logFileKey } from '../support/objects.ts'

const KEY = logFileKey('a')

function isLogFile(key: string): boolean {
  const { logFiles, others } = namedObjects(objectCreated({ bucket: 'trail', key }))
  assert.equal(logFiles.length + others, 1)
  return logFiles.length === 1
}

describe('namedObjects', () => {
  it('gives the object of an event of EventBridge', () => {
    assert.deepEqual(namedObjects(objectCreated(logFileAt('a'))), { logFiles: [logFileAt('a')], others: 0 })
  })

  it('gives the object of a notification of the bucket', () => {
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

  it('takes log files with and without a prefix and an organisation', () => {
    const inOrganisation = KEY.replace('AWSLogs/', 'AWSLogs/o-a1b2c3d4e5/')
    for (const key of [KEY, inOrganisation, `prefix/${KEY}`, `a/b/${inOrganisation}`])
      assert.ok(isLogFile(key), key)
  })

  it('passes over digests, Insights, aggregated and network events, and what is no log file at all', () => {
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

  it('passes over what else happens to objects', () => {
    assert.deepEqual(namedObjects(bucketNotification(logFileAt('a'), 'ObjectRemoved:Delete')), {
      logFiles: [],
      others: 1,
    })
    const deleted = objectCreated(logFileAt('a')).replace('Object Created', 'Object Deleted')
    assert.deepEqual(namedObjects(deleted), { logFiles: [], others: 1 })
  })

  it('has nothing in the test of a new notification', () => {
    const test = { Service: 'Amazon S3', Event: 's3:TestEvent', Bucket: 'trail' }
    assert.deepEqual(namedObjects(JSON.stringify(test)), { logFiles: [], others: 0 })
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
    it(`refuses ${body || 'an empty body'}`, () => {
      assert.throws(
        () => namedObjects(body),
        (error) => error instanceof PayloadError && /^The message names no object/.test(error.message),
      )
    })
  }

  it('refuses a key that is not encoded as it should be', () => {
    const body = bucketNotification(logFileAt('a')).replace('AWSLogs', '%E0%A4%A')
    assert.throws(() => namedObjects(body), /a key that is not URL-encoded: %E0%A4%A/)
  })
})
