import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import type { RequestListener } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { apiUsage, type Result } from '../support/api-usage.ts'
import { logFile } from '../support/objects.ts'
import { records } from '../support/records.ts'
import { answeredBy } from './answered-by.ts'
import { type S3Server, startS3 } from './server.ts'

const BUCKET = 'organization-trail'
const [A, B] = ['111122223333', '222233334444']
const ROOT = 'audit/AWSLogs/o-a1b2c3d4e5/'
const DAYS = [30, 31]

let s3: S3Server
before(async () => {
  s3 = await startS3()
  await s3.fill(BUCKET, {
    ...trail(),
    [`${ROOT}${A}/CloudTrail-Digest/eu-west-1/2026/10/31/digest.json.gz`]: Buffer.from('x'),
    'export/calls.json': Buffer.from(JSON.stringify(records(9))),
  })
})
after(() => s3.stop())

const folder = mkdtempSync(join(tmpdir(), 'bucket-'))
after(() => rmSync(folder, { recursive: true }))

/** For two days, a file an hour in each of two accounts and Regions, each with two calls of that hour. */
function trail(): Record<string, Buffer> {
  const files: Record<string, Buffer> = {}
  for (const account of [A, B])
    for (const region of ['eu-west-1', 'us-east-1'])
      for (const day of DAYS)
        for (let hour = 10; hour < 13; hour++) {
          const name = `${account}_CloudTrail_${region}_202610${day}T${hour}05Z_x.json.gz`
          const calls = records(2, (i) => ({
            eventID: `${account}-${region}-${day}-${hour}-${i}`,
            eventName: day === 31 ? 'New' : 'Old',
            eventTime: `2026-10-${day}T${hour}:0${i}:00Z`,
            awsRegion: region,
            recipientAccountId: account,
          }))
          files[`${ROOT}${account}/CloudTrail/${region}/2026/10/${day}/${name}`] = logFile(calls)
        }
  return files
}

let runs = 0

function preview(args: readonly string[], more: Record<string, string> = {}): Promise<Result> {
  const emf = join(folder, `${runs++}.jsonl`)
  return apiUsage(['preview', '--no-html', '--emf', emf, ...args], { ...s3.environment(), ...more })
}

const TIME = ['--since', '2026-10-31T11:00', '--until', '2026-10-31T12:00']

describe("api-usage preview of a trail's bucket", () => {
  it('counts the calls of the time in all accounts and Regions', async () => {
    const { code, stdout, stderr } = await preview([...TIME, `s3://${BUCKET}/audit`])
    assert.equal(code, 0, stderr)
    assert.match(stderr, /^Reading 8 log files \(0\.0 MB\) in s3:\/\/organization-trail\/audit\n$/)
    assert.match(stdout, /^Files read +8: /m)
    assert.match(stdout, /^Calls +8$/m)
    assert.match(stdout, /Excluded by filters: 8 records \(0 by --since .*, 8 by --until /)
    assert.match(stdout, /Delivery lag +240 to 300 seconds after the call/)
  })

  it('reads only the folders of the accounts and Regions that are chosen', async () => {
    const { stdout, stderr } = await preview([
      ...TIME,
      '--accounts',
      '2*',
      '--regions',
      'us-*',
      `s3://${BUCKET}/audit/AWSLogs`,
    ])
    assert.match(stderr, /^Reading 2 log files/)
    assert.match(stdout, /^Calls +2$/m)
  })

  it('compares an hour with that of the day before in one command', async () => {
    const { stdout, stderr } = await preview([...TIME, '--baseline-ago', '1d', `s3://${BUCKET}/audit`])
    assert.equal(stderr.match(/Reading 8 log files/g)?.length, 2)
    assert.match(stdout, /\nec2:New eu-west-1 +0 +\d+ +new/)
    assert.match(stdout, /\nec2:Old eu-west-1 +\d+ +0 +gone/)
  })

  it('takes one object by its key, in any form', async () => {
    const { stdout } = await preview([`s3://${BUCKET}/export/calls.json`])
    assert.match(stdout, /^Calls +9$/m)
  })

  it('writes nothing to the disk but the EMF lines', async () => {
    const out = mkdtempSync(join(folder, 'only-'))
    const temporary = mkdtempSync(join(folder, 'tmp-'))
    await preview([...TIME, '--emf', join(out, 'emf'), `s3://${BUCKET}/audit`], { TMPDIR: temporary })
    const written = readdirSync(temporary).filter((name) => !name.startsWith('tsx-'))
    assert.deepEqual([readdirSync(out), written], [['emf'], []])
  })

  it('says in words what is wrong', async () => {
    const cases = [
      { args: [`s3://${BUCKET}/audit`], code: 2, words: /add --since, such as --since 2h/ },
      { args: [...TIME, 's3://none'], code: 2, words: /s3:ListBucket: .*bucket does not exist/ },
      {
        args: [...TIME, `s3://${BUCKET}/other`],
        code: 1,
        words: /No CloudTrail log files for this time range/,
      },
      {
        args: [...TIME, `s3://${BUCKET}/${ROOT}${A}/CloudTrail-Digest`],
        code: 2,
        words: /isn't a folder of log files/,
      },
      {
        args: [`s3://${BUCKET}/export/none.json`],
        code: 1,
        words: /Skipped s3:.*none.json can't be read: /,
      },
    ]
    for (const { args, code, words } of cases) {
      const result = await preview(args)
      assert.match(result.stderr, words)
      assert.equal(result.code, code, result.stderr)
    }
  })

  it('gets through a server that is slow, throttles and breaks off', async () => {
    await answeredBy(troubles(s3.url), async (environment) => {
      const { code, stdout, stderr } = await preview([...TIME, `s3://${BUCKET}/audit`], environment)
      assert.equal(code, 0, stderr)
      assert.match(stdout, /^Files read +8: /m)
      assert.match(stdout, /^Calls +8$/m)
    })
  })

  it('names the permission that is missing to list a bucket', async () => {
    const message = 'User: me is not authorized to perform: s3:ListBucket on resource: x because y'
    const denied: RequestListener = (_, response) =>
      response.writeHead(403).end(`<Error><Code>AccessDenied</Code><Message>${message}</Message></Error>`)
    await answeredBy(denied, async (environment) => {
      const { code, stderr } = await preview([...TIME, `s3://${BUCKET}/audit`], environment)
      assert.equal(code, 2)
      assert.match(stderr, /^me lacks the permission s3:ListBucket/)
    })
  })

  it('ends when the server cannot be reached, instead of skipping all files', async () => {
    const { code, stderr } = await preview([...TIME, `s3://${BUCKET}/audit`], {
      AWS_ENDPOINT_URL_S3: 'http://127.0.0.1:1',
    })
    assert.equal(code, 2)
    assert.match(stderr, /^s3 can't be reached\. /)
  })
})

/** Passes requests on. Each URL fails at first: the objects break off, the others are throttled; then answers come in bits. */
function troubles(target: string): RequestListener {
  const seen = new Set<string>()
  return async (request, response) => {
    const { url = '/', headers } = request
    const isFirst = !seen.has(url)
    seen.add(url)
    if (isFirst && url.includes('list-type'))
      return void response.writeHead(503).end('<Error><Code>SlowDown</Code><Message>slow</Message></Error>')
    const { authorization = '' } = headers
    const answer = await fetch(target + url, { headers: { authorization } })
    const body = Buffer.from(await answer.arrayBuffer())
    response.writeHead(answer.status, {
      'content-type': answer.headers.get('content-type') ?? '',
      'content-length': body.length,
    })
    const half = Math.ceil(body.length / 2)
    response.write(body.subarray(0, half), () => {
      if (isFirst && !url.includes('list-type')) response.destroy()
      else setImmediate(() => response.end(body.subarray(half)))
    })
  }
}
