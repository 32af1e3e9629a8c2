import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, beforeEach, describe, it } from 'node:test'
import { sqsEvent } from '../../src/events/lambda-events.ts'
import { apiUsage } from '../support/api-usage.ts'
import { ownSums } from '../support/emf.ts'
import type { Credentials } from '../support/moto.ts'
import { logFile } from '../support/objects.ts'
import { type OperatedAws, startOperatedAws } from '../support/operated-aws.ts'
import { record } from '../support/records.ts'

const HOUR = 3_600_000
const BUCKET = 'trail-bucket'
const ORGANIZATION = 'o-a1b2c3d4e5'

/** The start of an hour, some hours ago. */
const hour = (ago: number) => new Date(Math.floor(Date.now() / HOUR) * HOUR - ago * HOUR)
const flag = (ago: number) => hour(ago).toISOString().slice(0, 16)

const folder = mkdtempSync(join(tmpdir(), 'backfill-'))
after(() => rmSync(folder, { recursive: true }))

/** The key of a file that was delivered some minutes after that hour. */
function key(ago: number, minutes: number, account = '111122223333', region = 'eu-west-1'): string {
  const time = new Date(hour(ago).getTime() + minutes * 60_000).toISOString()
  const name = `${account}_CloudTrail_${region}_${time.slice(0, 16).replaceAll(/[-:]/g, '')}Z_x.json.gz`
  return `audit/AWSLogs/${ORGANIZATION}/${account}/CloudTrail/${region}/${time.slice(0, 10).replaceAll('-', '/')}/${name}`
}

/** A call some minutes after that hour. */
const call = (ago: number, minutes: number) => {
  const eventTime = new Date(hour(ago).getTime() + minutes * 60_000).toISOString()
  return record({ eventTime, eventID: `call-${ago}-${minutes}` })
}

const FILES: readonly (readonly [key: string, calls: readonly unknown[]])[] = [
  [key(30, 5), [call(30, 1)]],
  [key(10, 5), [call(10, -2), call(10, 1), call(10, 2)]],
  [key(9, 5, '222233334444', 'us-east-1'), [call(9, 1)]],
  [key(8, 10), [call(9, 59), call(8, 1)]],
  [key(5, 5), [call(5, 1)]],
]

let aws: OperatedAws
let objectQueueUrl: string
before(async () => {
  aws = await startOperatedAws()
  const { QueueUrl = '' } = await aws.sqs.createQueue({ QueueName: 'objects' })
  objectQueueUrl = QueueUrl
  await aws.s3.createBucket({
    Bucket: BUCKET,
    CreateBucketConfiguration: { LocationConstraint: 'eu-west-1' },
  })
  for (const [Key, calls] of FILES) await aws.s3.putObject({ Bucket: BUCKET, Key, Body: logFile(calls) })
  const digest = key(10, 5).replaceAll('CloudTrail', 'CloudTrail-Digest')
  await aws.s3.putObject({ Bucket: BUCKET, Key: digest, Body: '{}' })
  await aws.deploy('logs', { FunctionName: 'usage' })
  const parameters = { TrailBucketName: BUCKET, TrailBucketPrefix: 'audit' }
  await aws.deploy('s3', { FunctionName: 'usage', ObjectQueueUrl: QueueUrl }, parameters)
})
after(() => aws.stop())
beforeEach(() => {
  aws.renew()
  for (const file of readdirSync(folder)) rmSync(join(folder, file))
})

const backfill = (stack: string, uri: string, args: readonly string[] = [], credentials?: Credentials) =>
  apiUsage(
    ['backfill', '--stack', stack, uri, '--from', flag(10), '--to', flag(8), '--folder', folder, ...args],
    aws.environment(credentials),
  )

async function queued(): Promise<string[]> {
  const bodies: string[] = []
  for (;;) {
    const { Messages = [] } = await aws.sqs.receiveMessage({
      QueueUrl: objectQueueUrl,
      MaxNumberOfMessages: 10,
    })
    if (Messages.length === 0) return bodies
    for (const { Body = '', ReceiptHandle } of Messages) {
      bodies.push(Body)
      await aws.sqs.deleteMessage({ QueueUrl: objectQueueUrl, ReceiptHandle })
    }
  }
}

describe('api-usage backfill', () => {
  it('invokes the function with the calls of the time, once', async () => {
    const { code, stdout, stderr } = await backfill('logs', `s3://${BUCKET}/audit`)
    assert.deepEqual([code, stderr], [0, ''])
    assert.match(stdout, /^3 log files \(0\.0 MB\) were delivered to s3:\/\/trail-bucket\/audit from /m)
    assert.match(stdout, /^Counted 4 records of 3 files\.$/m)
    assert.deepEqual(ownSums(aws.lines()), { RecordsReceived: 4, RecordsCounted: 4 })

    const again = await backfill('logs', `s3://${BUCKET}/audit`)
    assert.match(again.stdout, /^Skipped 3 files that an earlier run has done\. .*backfill\.jsonl\.$/m)
    assert.equal(aws.events.length, 1)
  })

  it('puts the files on the queue of a stack that reads them itself, with the prefix of its trail', async () => {
    const { code, stdout } = await backfill('s3', `s3://${BUCKET}`)
    assert.equal(code, 0)
    assert.match(stdout, /^Put 3 files on the queue\./m)
    const keys = (await queued()).map((body) => JSON.parse(body).detail.object.key)
    assert.deepEqual(keys.sort(), [key(10, 5), key(9, 5, '222233334444', 'us-east-1'), key(8, 10)].sort())
    assert.deepEqual(aws.events, [])
  })

  it('uses only the files of the time range with --margin 0', async () => {
    const { stdout } = await backfill('s3', `s3://${BUCKET}`, ['--margin', '0'])
    assert.match(stdout, /^Put 2 files on the queue\./m)
    const named: { Records: readonly unknown[] } = sqsEvent(await queued())
    assert.equal(named.Records.length, 2)
  })

  it('takes one account and Region', async () => {
    const uri = `s3://${BUCKET}/audit/AWSLogs/${ORGANIZATION}/222233334444/CloudTrail/us-east-1`
    const { stdout } = await backfill('logs', uri)
    assert.match(stdout, /^Counted 1 record of 1 file\.$/m)
  })

  it('shows the number of files and records and the cost with --dry-run, and counts nothing', async () => {
    const { code, stdout } = await backfill('logs', `s3://${BUCKET}/audit`, ['--dry-run'])
    assert.equal(code, 0)
    assert.match(stdout, /^3 log files /m)
    assert.match(stdout, /^About \d+ records, estimated from 3 in 1 file of the busiest hour\.$/m)
    assert.match(stdout, /^About \$\d\.\d\d \(us-east-1\): metrics \$/m)
    assert.deepEqual([aws.events, await queued(), readdirSync(folder)], [[], [], []])
  })

  it('shows where it looked if there are no log files', async () => {
    const { code, stdout } = await backfill('logs', `s3://${BUCKET}`)
    assert.equal(code, 1)
    assert.match(stdout, /^0 log files .*\nCheck the prefix: log files are below \[PREFIX\/\]AWSLogs\//m)
  })

  it("reports files that can't be read", async () => {
    const damaged = key(10, 20)
    await aws.s3.putObject({ Bucket: BUCKET, Key: damaged, Body: 'no gzip, no JSON' })
    const { code, stderr } = await backfill('logs', `s3://${BUCKET}/audit`)
    await aws.s3.deleteObject({ Bucket: BUCKET, Key: damaged })
    assert.equal(code, 1)
    assert.match(stderr, /^Skipped s3:\/\/trail-bucket\/audit\/.*_x\.json\.gz /m)
    assert.equal(ownSums(aws.lines()).RecordsCounted, 4)
  })

  it('rejects an invalid URI or time, and a missing bucket', async () => {
    for (const [uri, args, reason] of [
      ['trail-bucket', [], /Expected s3:\/\/BUCKET\/PREFIX, given trail-bucket/],
      [`s3://${BUCKET}`, ['--to', 'noon'], /Expected a time such as/],
      [`s3://${BUCKET}/AWSLogs/x`, [], /AWSLogs\/x isn't a folder of log files/],
      ['s3://no-such-bucket', [], /s3:ListBucket: The specified bucket does not exist/],
    ] as const) {
      const { code, stderr } = await backfill('logs', uri, args)
      assert.equal(code, 2, uri)
      assert.match(stderr, reason)
    }
  })
})

// Last, as the server asks for permissions from here on.
describe('the permissions of api-usage backfill', () => {
  const { Statement }: { Statement: { Action: string | string[] }[] } = JSON.parse(
    readFileSync('policies/backfill.json', 'utf8'),
  )
  const without = (action: string) =>
    Statement.map((one) => ({
      ...one,
      Action: [one.Action].flat().filter((other) => other !== action),
    })).filter(({ Action }) => Action.length > 0)

  it('are named if they are missing', async () => {
    for (const [action, stack] of [
      ['s3:ListBucket', 'logs'],
      ['sqs:SendMessage', 's3'],
    ] as const) {
      const user = await aws.limitedUser(action.replace(':', '-'), ...without(action))
      const { code, stderr } = await backfill(stack, `s3://${BUCKET}/audit`, [], user)
      assert.equal(code, 2)
      assert.match(stderr, new RegExp(`lacks the permission ${action}`))
    }
    const user = await aws.limitedUser('no-objects', ...without('s3:GetObject'))
    const { code, stderr } = await backfill('logs', `s3://${BUCKET}/audit`, [], user)
    assert.equal(code, 1)
    assert.match(stderr, /Skipped .* lacks the permission s3:GetObject/)
  })

  it('of policies/backfill.json are enough', async () => {
    const user = await aws.limitedUser('backfill', ...Statement)
    for (const stack of ['logs', 's3']) {
      const { code, stderr } = await backfill(stack, `s3://${BUCKET}/audit`, [], user)
      assert.equal(code, 0, stderr)
    }
  })
})
