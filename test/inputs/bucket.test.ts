import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { bucketInputs, bucketPlace, isObject, objectInput } from '../../src/inputs/bucket.ts'
import type { ObjectLocation } from '../../src/sources/source.ts'
import { listingOf } from '../support/bucket-listing.ts'
import { BUCKET, logFile, objectStore } from '../support/objects.ts'
import { records } from '../support/records.ts'

const [A, B] = ['111122223333', '222233334444']
const NOW = Date.parse('2026-11-22T12:00Z')
const NO_BOUNDS = { from: undefined, to: undefined }

/** The key of a log file that was delivered at a time such as `2026-11-22T10:05`. */
function key(time: string, account = A, region = 'eu-west-1'): string {
  const name = `${account}_CloudTrail_${region}_${time.replaceAll(/[-:]/g, '')}Z_x.json.gz`
  return `AWSLogs/${account}/CloudTrail/${region}/${time.slice(0, 10).replaceAll('-', '/')}/${name}`
}

const noObject = async () => assert.fail('no object is to be read')

async function found(
  keys: readonly string[],
  wanted: Partial<Parameters<typeof bucketInputs>[1]>,
  prefix = '',
) {
  const listing = listingOf(keys)
  const place = { bucket: BUCKET, prefix }
  const inputs = await bucketInputs(place, { ...NO_BOUNDS, ...wanted }, listing, noObject, NOW)
  return { keys: inputs.map(({ name }) => name.replace(`s3://${BUCKET}/`, '')), requests: listing.requests }
}

describe('a place in a bucket', () => {
  it('is a URI of S3', () => {
    assert.deepEqual(bucketPlace('s3://trail'), { bucket: 'trail', prefix: '' })
    assert.deepEqual(bucketPlace('s3://trail/'), { bucket: 'trail', prefix: '' })
    assert.deepEqual(bucketPlace('s3://trail/a b/AWSLogs/'), { bucket: 'trail', prefix: 'a b/AWSLogs/' })
    for (const uri of ['s3://', 's3:///AWSLogs']) assert.throws(() => bucketPlace(uri), /Expected s3:/, uri)
  })

  it('is one object if it is named like a file', () => {
    for (const file of [key('2026-11-22T10:00'), 'x.json', 'export/000000.gz', 'a.jsonl'])
      assert.ok(isObject({ bucket: BUCKET, prefix: file }), file)
    for (const prefix of ['', 'AWSLogs/', 'example.com', 'x.json/'])
      assert.ok(!isObject({ bucket: BUCKET, prefix }), prefix)
  })
})

describe('the inputs in a bucket', () => {
  it('are the files that may contain calls of the time: those delivered up to an hour after it', async () => {
    const times = [
      '2026-11-22T08:50',
      '2026-11-22T08:55',
      '2026-11-22T10:00',
      '2026-11-22T10:55',
      '2026-11-22T11:05',
    ]
    const keys = times.map((time) => key(time))
    const [from, to] = [Date.parse('2026-11-22T09:00Z'), Date.parse('2026-11-22T10:00Z')]
    assert.deepEqual((await found(keys, { from, to })).keys, keys.slice(1, 4))
    assert.deepEqual((await found(keys, { from })).keys, keys.slice(1))
  })

  it('are those of the day in the prefix, regardless of the time range', async () => {
    const keys = ['2026-11-20T10:00', '2026-11-21T10:00'].map((time) => key(time))
    const day = `AWSLogs/${A}/CloudTrail/eu-west-1/2026/11/20`
    assert.deepEqual((await found(keys, {}, day)).keys, keys.slice(0, 1))
  })

  it('are never searched in a whole bucket', async () => {
    for (const prefix of ['', 'AWSLogs/', `AWSLogs/${A}/CloudTrail/eu-west-1`])
      await assert.rejects(found([], {}, prefix), /add --since.*never lists a whole bucket/, prefix)
    await assert.rejects(found([], { to: NOW }), /add --since/)
  })

  it('are those of the requested accounts and Regions, and other folders are not listed', async () => {
    const keys = [A, B].flatMap((account) =>
      ['eu-west-1', 'eu-west-2', 'us-east-1'].map((region) => key('2026-11-22T11:00', account, region)),
    )
    const from = Date.parse('2026-11-22T10:00Z')
    const { keys: wanted, requests } = await found(keys, { from, accounts: ['2*'], regions: ['EU-*'] })
    assert.deepEqual(wanted, keys.slice(3, 5))
    assert.equal(requests.length, 4)
    assert.ok(!requests.some((request) => request.includes(A) || request.includes('us-east-1')))
  })

  it('are found through the folder of an organization when accounts are chosen', async () => {
    const keys = [A, B].map((account) =>
      key('2026-11-22T11:00', account).replace('AWSLogs/', 'AWSLogs/o-a1b2c3d4e5/'),
    )
    const from = Date.parse('2026-11-22T10:00Z')
    assert.deepEqual((await found(keys, { from, accounts: [B] })).keys, keys.slice(1))
  })
})

describe('an object as an input', () => {
  it('is read once, when it is prepared or else when it is read', async () => {
    const requests: ObjectLocation[] = []
    const store = objectStore({ a: logFile(records(2)) })
    const input = objectInput({ bucket: BUCKET, prefix: 'a' }, 7, (location, max) => {
      requests.push(location)
      return store(location, max)
    })
    assert.deepEqual([input.name, input.bytes], [`s3://${BUCKET}/a`, 7])
    input.prepare?.()
    input.prepare?.()
    assert.equal([...(await input.read())].length, 2)
    assert.deepEqual(requests, [{ bucket: BUCKET, key: 'a' }])
    assert.equal([...(await input.read())].length, 2)
    assert.equal(requests.length, 2)
  })

  it('that cannot be read fails when it is read, not when it is prepared', async () => {
    const input = objectInput({ bucket: BUCKET, prefix: 'none' }, 0, objectStore({}))
    input.prepare?.()
    await new Promise((resolve) => setImmediate(resolve))
    await assert.rejects(async () => input.read(), /s3:\/\/trail\/none can't be read: NoSuchKey/)
  })
})
