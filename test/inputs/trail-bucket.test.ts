import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { logFilesOf, TrailBucketError } from '../../src/inputs/trail-bucket.ts'
import { listingOf } from '../support/bucket-listing.ts'

const [A, B] = ['111122223333', '222233334444']
const ORGANIZATION = 'o-a1b2c3d4e5'

/** The key of a log file that was delivered at a time such as `2026-11-22T10:05`. */
function key(time: string, { root = 'AWSLogs/', account = A, region = 'eu-west-1', id = 'x' } = {}): string {
  const name = `${account}_CloudTrail_${region}_${time.replaceAll(/[-:]/g, '')}Z_${id}.json.gz`
  return `${root}${account}/CloudTrail/${region}/${time.slice(0, 10).replaceAll('-', '/')}/${name}`
}

async function found(keys: readonly string[], prefix: string, from: string, to: string): Promise<string[]> {
  const files: string[] = []
  const range = { from: Date.parse(from), to: Date.parse(to) }
  for await (const file of logFilesOf(listingOf(keys), prefix, range)) files.push(file.key)
  return files
}

const DAY = ['2026-11-22T00:00Z', '2026-11-23T00:00Z'] as const

describe('the log files in the bucket of a trail', () => {
  it('are those delivered from the first time on to just before the second', async () => {
    const times = [
      '2026-11-22T09:55',
      '2026-11-22T10:00',
      '2026-11-22T10:55',
      '2026-11-22T11:00',
      '2026-11-23T10:30',
    ]
    const keys = times.map((time) => key(time))
    assert.deepEqual(await found(keys, '', '2026-11-22T10:00Z', '2026-11-22T11:00Z'), keys.slice(1, 3))
    assert.deepEqual(await found(keys, '', '2026-11-22T10:00:30Z', '2026-11-22T10:01Z'), keys.slice(1, 2))
    assert.deepEqual(await found(keys, '', '2026-11-22T11:01Z', '2026-11-23T10:30Z'), [])
  })

  it('are found over midnight, and over the end of a month and of a year', async () => {
    const keys = ['2026-12-30T23:00', '2026-12-31T23:55', '2027-01-01T00:05', '2027-02-01T00:00'].map(
      (time) => key(time),
    )
    assert.deepEqual(await found(keys, '', '2026-12-31T23:00Z', '2027-01-01T01:00Z'), keys.slice(1, 3))
    assert.deepEqual(await found(keys, '', '2026-12-30T00:00Z', '2027-03-01T00:00Z'), keys)
  })

  it('are found with the time of each, and with its size', async () => {
    const one = key('2026-11-22T10:05')
    const range = { from: Date.parse(DAY[0]), to: Date.parse(DAY[1]) }
    const { value } = await logFilesOf(listingOf([one]), '', range).next()
    assert.deepEqual(value, { key: one, bytes: one.length, deliveredAt: Date.parse('2026-11-22T10:05Z') })
  })

  it('are those of all accounts and Regions, of an account or of an organization', async () => {
    const root = `AWSLogs/${ORGANIZATION}/`
    const keys = [
      key('2026-11-22T10:00', { account: A }),
      key('2026-11-22T10:00', { account: A, region: 'us-east-1' }),
      key('2026-11-22T10:00', { root, account: A }),
      key('2026-11-22T10:00', { root, account: B, region: 'us-gov-west-1' }),
    ]
    assert.deepEqual((await found(keys, '', ...DAY)).sort(), [...keys].sort())
  })

  it('are below the prefix of the trail', async () => {
    const keys = ['AWSLogs/', 'audit/AWSLogs/', 'audit/org/AWSLogs/'].map((root) =>
      key('2026-11-22T10:00', { root }),
    )
    assert.deepEqual(await found(keys, '', ...DAY), keys.slice(0, 1))
    assert.deepEqual(await found(keys, 'audit', ...DAY), keys.slice(1, 2))
    assert.deepEqual(await found(keys, 'audit/', ...DAY), keys.slice(1, 2))
    assert.deepEqual(await found(keys, 'audit/org/AWSLogs', ...DAY), keys.slice(2))
  })

  it('may be narrowed to any folder, which is a name and not its first letters', async () => {
    const root = `AWSLogs/${ORGANIZATION}/`
    const wanted = key('2026-11-22T10:00', { root, account: B })
    const others = [
      key('2026-11-22T10:00', { root, account: A }),
      key('2026-11-22T10:00', { root, account: B, region: 'eu-west-10' }),
      key('2026-11-23T10:00', { root, account: B }),
    ]
    const keys = [wanted, ...others]
    const days = ['2026-11-22T00:00Z', '2026-11-24T00:00Z'] as const
    const folders = [
      `${B}`,
      `${B}/CloudTrail`,
      `${B}/CloudTrail/eu-west-1`,
      `${B}/CloudTrail/eu-west-1/2026/11/22/`,
    ]
    const counts = []
    for (const folder of folders) counts.push((await found(keys, root + folder, ...days)).length)
    assert.deepEqual(counts, [3, 3, 2, 1])
    assert.deepEqual(await found(keys, `${root}${B}/CloudTrail/eu-west-1/2026/11/22`, ...days), [wanted])
    assert.deepEqual(await found(keys, `${root}${B}/CloudTrail/eu-west-1/2026/10`, ...days), [])
  })

  it('do not include digests, Insights events or other objects next to them', async () => {
    const file = key('2026-11-22T10:00')
    const others = [
      file.replaceAll('CloudTrail', 'CloudTrail-Digest'),
      file.replaceAll('CloudTrail', 'CloudTrail-Insight'),
      file.replaceAll('CloudTrail', 'CloudTrail-NetworkActivity'),
      file.replace('.json.gz', '.json.gz.bak'),
      file.replace(/[^/]+$/, 'notes.json.gz'),
      file.replace(/2026.*$/, 'readme'),
      `AWSLogs/${A}/Config/eu-west-1/2026/11/22/x.json.gz`,
      'AWSLogs/readme',
      key('2026-11-22T10:00', { root: 'AWSLogs/backup/' }),
      key('2026-11-22T10:00', { root: `AWSLogs/${ORGANIZATION}/${ORGANIZATION}/` }),
    ]
    assert.deepEqual(await found([file, ...others], '', ...DAY), [file])
  })

  it('are found without listing other times or other folders', async () => {
    const listing = listingOf([
      key('2026-11-22T10:00'),
      key('2026-11-22T10:00').replaceAll('CloudTrail', 'CloudTrail-Digest'),
      key('2026-11-22T10:00', { account: B }),
    ])
    const range = { from: Date.parse('2026-11-22T10:00Z'), to: Date.parse('2026-11-23T12:00Z') }
    for await (const _ of logFilesOf(listing, `AWSLogs/${A}`, range));
    assert.deepEqual(listing.requests, [
      'AWSLogs/*/',
      `AWSLogs/${A}/CloudTrail/*/`,
      `AWSLogs/${A}/CloudTrail/eu-west-1/ after AWSLogs/${A}/CloudTrail/eu-west-1/2026/11/22/${A}_CloudTrail_eu-west-1_20261122T1000`,
    ])
  })

  it('end the listing of a Region after the last of them', async () => {
    const listing = listingOf(
      ['2026-11-22T10:00', '2026-11-23T00:00', '2026-11-24T00:00'].map((time) => key(time)),
    )
    const listed: string[] = []
    const watched = {
      ...listing,
      async *objects(prefix: string, startAfter: string) {
        for await (const object of listing.objects(prefix, startAfter)) {
          listed.push(object.key)
          yield object
        }
      },
    }
    const range = { from: Date.parse(DAY[0]), to: Date.parse(DAY[1]) }
    for await (const _ of logFilesOf(watched, '', range));
    assert.equal(listed.length, 2)
  })

  it("are not searched in a folder that can't have any", async () => {
    for (const prefix of [
      'AWSLogs/x',
      `AWSLogs/${A}/CloudTrail-Digest`,
      `AWSLogs/${A}/CloudTrail/eu-west-1/2026/11/22/x.json.gz`,
      `AWSLogs/${ORGANIZATION}/x`,
    ])
      await assert.rejects(found([], prefix, ...DAY), TrailBucketError, prefix)
  })
})
