import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, beforeEach, describe, it } from 'node:test'
import { SQS } from '@aws-sdk/client-sqs'
import { kinesisEvent, objectCreated } from '../../src/events/lambda-events.ts'
import { cutOff } from '../../src/events/subscription-payload.ts'
import { apiUsage, apiUsageCommand } from '../support/api-usage.ts'
import { ownSums } from '../support/emf.ts'
import { neutralEnvironment } from '../support/environment.ts'
import type { Credentials } from '../support/moto.ts'
import { logFileAt } from '../support/objects.ts'
import { type OperatedAws, startOperatedAws } from '../support/operated-aws.ts'
import { logsEvent, payload, record } from '../support/records.ts'
import { failureRecord } from '../support/replay.ts'

const EVENT_TIME = new Date(Date.now() - 3_600_000).toISOString()
const OLD_TIME = new Date(Date.now() - 14 * 24 * 3_600_000).toISOString()

const folder = mkdtempSync(join(tmpdir(), 'replay-'))
after(() => rmSync(folder, { recursive: true }))

let aws: OperatedAws
let queues: Record<string, string>
before(async () => {
  aws = await startOperatedAws()
  queues = {}
  for (const name of ['failures', 's3-failures', 'objects']) {
    const { QueueUrl = '' } = await aws.sqs.createQueue({ QueueName: name })
    queues[name] = QueueUrl
  }
  const { Attributes } = await aws.sqs.getQueueAttributes({
    QueueUrl: queues.objects,
    AttributeNames: ['QueueArn'],
  })
  await aws.s3.createBucket({
    Bucket: 'batches',
    CreateBucketConfiguration: { LocationConstraint: 'eu-west-1' },
  })
  await aws.deploy('logs', { FunctionName: 'usage', FailureQueueUrl: queues.failures ?? '' })
  await aws.deploy('kinesis', { FunctionName: 'usage', FailureBucketName: 'batches' })
  await aws.deploy('s3', {
    FunctionName: 'usage',
    FailureQueueUrl: queues['s3-failures'] ?? '',
    ObjectQueueUrl: queues.objects ?? '',
    ObjectQueueArn: Attributes?.QueueArn ?? '',
  })
  await aws.deploy('other', { Something: 'else' })
})
after(() => aws.stop())
/** Whether the server does not ask for permissions yet. */
let isOpen = true
beforeEach(async () => {
  aws.renew()
  for (const [name, url] of Object.entries(isOpen ? queues : {})) {
    await aws.comeBack(url)
    await drain(name)
  }
  for (const file of readdirSync(folder)) rmSync(join(folder, file), { recursive: true })
})

const event = (i: number, members = {}) =>
  logsEvent([record({ eventID: `id-${i}`, eventTime: EVENT_TIME, ...members })])
const damagedEvent = { awslogs: { data: cutOff(payload([record()])) } }

/** The server, once it asks for permissions, knows no root. */
async function sendAs(credentials: Credentials, queue: string, MessageBody: string): Promise<void> {
  const sqs = new SQS({
    endpoint: aws.url,
    region: 'eu-west-1',
    credentials,
    useQueueUrlAsEndpoint: false,
  })
  await sqs.sendMessage({ QueueUrl: queues[queue], MessageBody })
}

async function send(queue: string, ...bodies: readonly string[]): Promise<void> {
  for (let i = 0; i < bodies.length; i += 10)
    await aws.sqs.sendMessageBatch({
      QueueUrl: queues[queue],
      Entries: bodies.slice(i, i + 10).map((MessageBody, place) => ({ Id: String(place), MessageBody })),
    })
}

/** Takes all messages out of a queue. */
async function drain(queue: string): Promise<string[]> {
  const bodies: string[] = []
  for (;;) {
    const { Messages = [] } = await aws.sqs.receiveMessage({
      QueueUrl: queues[queue],
      MaxNumberOfMessages: 10,
    })
    if (Messages.length === 0) return bodies
    for (const { Body = '', ReceiptHandle } of Messages) {
      bodies.push(Body)
      await aws.sqs.deleteMessage({ QueueUrl: queues[queue], ReceiptHandle })
    }
  }
}

const replay = (stack: string, args: readonly string[] = [], credentials?: Credentials) =>
  apiUsage(['replay', '--stack', stack, '--folder', folder, ...args], aws.environment(credentials))

describe('api-usage replay of events', () => {
  it('has 1,000 counted, each once, and says so', async () => {
    await send('failures', ...Array.from({ length: 1000 }, (_, i) => failureRecord(event(i))))
    const { code, stdout, stderr } = await replay('logs')
    assert.deepEqual([code, stderr], [0, ''])
    assert.match(stdout, /^About 1,000 messages are in the failure queue\.$/m)
    assert.match(stdout, /^counted +1,000 +1,000 +2026-10-01 12:10 +Error: it was broken$/m)
    assert.equal(aws.events.length, 1000)
    assert.equal(ownSums(aws.lines()).RecordsCounted, 1000)
    assert.deepEqual(await drain('failures'), [])
    assert.deepEqual(readdirSync(folder), [])
  })

  it('lists the failed records with --dry-run, and changes nothing', async () => {
    const bodies = [failureRecord(event(1)), failureRecord(event(2, { eventTime: OLD_TIME }))]
    await send('failures', ...bodies)
    const { code, stdout } = await replay('logs', ['--dry-run'])
    assert.equal(code, 0)
    assert.match(stdout, /^waits +2 +2 +2026-10-01 12:10 +Error: it was broken$/m)
    assert.match(stdout, /^1 of the records is too old: .* RecordsExpired/m)
    assert.deepEqual(aws.events, [])
    assert.deepEqual((await drain('failures')).sort(), [...bodies].sort())
  })

  it('takes no more than --max', async () => {
    await send('failures', ...Array.from({ length: 5 }, (_, i) => failureRecord(event(i))))
    const { code } = await replay('logs', ['--max', '2'])
    assert.equal(code, 0)
    assert.equal(aws.events.length, 2)
    assert.equal((await drain('failures')).length, 3)
  })

  it('sets aside undecodable items, in a file that only grows', async () => {
    await send('failures', failureRecord(damagedEvent))
    const first = await replay('logs')
    await send('failures', 'no JSON')
    const second = await replay('logs')
    assert.deepEqual([first.code, second.code], [1, 1])
    const [file = ''] = readdirSync(folder)
    assert.match(file, /^logs\.\d{12}\.eu-west-1\.kept-aside\.jsonl$/)
    const kept = readFileSync(join(folder, file), 'utf8').trim().split('\n')
    assert.deepEqual(
      kept.map((line) => JSON.parse(line)).map(({ content, reason }) => [content, reason.slice(0, 20)]),
      [
        [damagedEvent, 'awslogs.data is not '],
        ['no JSON', 'It has neither an ev'],
      ],
    )
    assert.match(second.stdout, /They are in .*kept-aside\.jsonl\./)
    assert.deepEqual(await drain('failures'), [])
  })

  it('keeps messages that fail again in the queue, tries them once, and shows the reason', async () => {
    const large = logsEvent([record({ text: 'x'.repeat(1024 * 1024) })])
    await send('failures', failureRecord(large), failureRecord(event(1)))
    aws.renew({ memoryMegabytes: 8 })
    const { code, stdout } = await replay('logs')
    assert.equal(code, 1)
    assert.match(stdout, /^failed again +1 +1 .*PayloadError: awslogs\.data inflates to more than/m)
    assert.equal(aws.events.length, 2)
    assert.deepEqual(await drain('failures'), [failureRecord(large)])
  })

  for (const signal of ['SIGKILL', 'SIGINT'] as const) {
    it(`loses nothing and sends nothing again that was counted, when ${signal} ends it`, async () => {
      await send('failures', ...Array.from({ length: 60 }, (_, i) => failureRecord(event(i))))
      const [program, args] = apiUsageCommand(['replay', '--stack', 'logs', '--folder', folder])
      let child: ReturnType<typeof spawn> | undefined
      aws.renew({}, () => {
        if (aws.events.length === 20) child?.kill(signal)
        return undefined
      })
      child = spawn(program, args, {
        env: { ...neutralEnvironment(), ...aws.environment() },
        stdio: 'ignore',
      })
      const [code] = await once(child, 'exit')
      assert.equal(code, signal === 'SIGINT' ? 130 : null)
      const before = aws.events.length
      assert.ok(before >= 20 && before < 60, String(before))

      await aws.comeBack(queues.failures ?? '')
      const second = await replay('logs')
      assert.equal(second.code, 0, second.stderr)
      const ids = aws.events.map((one) => JSON.stringify(one))
      assert.equal(new Set(ids).size, 60)
      // After a kill, it is unknown whether the messages in progress were counted. After an interrupt, it is known.
      assert.ok(ids.length - 60 <= (signal === 'SIGKILL' ? 8 : 0), `${ids.length - 60} were sent twice`)
      assert.equal(ownSums(aws.lines()).RecordsCounted, 60)
      assert.deepEqual(await drain('failures'), [])
      assert.equal(existsSync(join(folder, 'logs.123456789012.eu-west-1.kept-aside.jsonl')), false)
    })
  }
})

describe('api-usage replay of batches', () => {
  const batch = (...payloads: readonly string[]) =>
    failureRecord(undefined, { payload: JSON.stringify(kinesisEvent(payloads)) })
  const good = (i: number) => payload([record({ eventID: `batch-${i}`, eventTime: EVENT_TIME })])
  const put = (name: string, Body: string) =>
    aws.s3.putObject({ Bucket: 'batches', Key: `aws/lambda/mapping/shard/2026/11/22/${name}`, Body })
  const names = async () =>
    ((await aws.s3.listObjectsV2({ Bucket: 'batches' })).Contents ?? []).map(({ Key = '' }) =>
      Key.split('/').at(-1),
    )

  it('counts decodable payloads, keeps undecodable ones aside, and leaves batches that fail again', async () => {
    const large = payload([record({ text: 'x'.repeat(1024 * 1024) })])
    await put('good', batch(good(0)))
    await put('mixed', batch(cutOff(good(1)), good(2), large, good(3)))
    aws.renew({ memoryMegabytes: 8 })
    const { code, stdout } = await replay('kinesis')
    assert.equal(code, 1)
    assert.equal(ownSums(aws.lines()).RecordsCounted, 3)
    assert.deepEqual(await names(), ['mixed'])
    assert.match(stdout, /^set aside +1 .*Records\[0\]\.kinesis\.data is not gzip/m)

    aws.renew()
    const again = await replay('kinesis')
    assert.deepEqual([again.code, aws.events.length, await names()], [0, 1, []])
  })

  it('lists the failed records with --dry-run, and changes nothing', async () => {
    await put('waiting', batch(good(0), good(1)))
    const { code, stdout } = await replay('kinesis', ['--dry-run'])
    assert.equal(code, 0)
    assert.match(stdout, /^waits +1 +2 .*Error: it was broken$/m)
    assert.deepEqual([aws.events, await names()], [[], ['waiting']])
  })
})

describe('api-usage replay of messages about objects', () => {
  it('moves them back to the object queue, and counts events that are left', async () => {
    const objects = ['a', 'b', 'c'].map((name) => objectCreated(logFileAt(name)))
    await send('s3-failures', ...objects, failureRecord(event(1)))
    const { code, stdout, stderr } = await replay('s3')
    assert.deepEqual([code, stderr], [0, ''])
    assert.match(stdout, /^moved to the object queue +3 /m)
    assert.deepEqual((await drain('objects')).sort(), [...objects].sort())
    assert.deepEqual([aws.events.length, await drain('s3-failures')], [1, []])
  })

  it('rejects --max, because SQS moves all messages', async () => {
    const { code, stderr } = await replay('s3', ['--max', '1'])
    assert.equal(code, 2)
    assert.match(stderr, /SQS moves all messages back at once, so you can't use --max/)
  })
})

describe('api-usage replay', () => {
  it('reports a missing stack, and a stack of something else', async () => {
    const missing = await replay('nowhere')
    assert.equal(missing.code, 2)
    assert.match(missing.stderr, /There is no stack nowhere in Region eu-west-1/)
    const other = await replay('other')
    assert.equal(other.code, 2)
    assert.match(other.stderr, /^other is not an API Usage Tracker stack/)
  })

  it('reports a missing permission to invoke the function, and loses nothing', async () => {
    await send('failures', failureRecord(event(1)))
    aws.renew({}, () => 'AccessDeniedException')
    const { code, stderr } = await replay('logs')
    assert.equal(code, 2)
    assert.match(stderr, /lacks the permission lambda:InvokeFunction/)
    assert.equal((await drain('failures')).length, 1)
  })
})

// Last, as the server asks for permissions from here on.
describe('the permissions of api-usage replay', () => {
  const { Statement }: { Statement: { Sid: string; Action: string | string[] }[] } = JSON.parse(
    readFileSync('policies/replay.json', 'utf8'),
  )
  const without = (action: string) =>
    Statement.map((one) => ({
      ...one,
      Action: [one.Action].flat().filter((other) => other !== action),
    })).filter(({ Action }) => Action.length > 0)

  it('are named if they are missing, and nothing is lost', async () => {
    await send('failures', failureRecord(event(1)))
    isOpen = false
    for (const action of [
      'cloudformation:DescribeStacks',
      'sqs:GetQueueAttributes',
      'sqs:ReceiveMessage',
      'sqs:DeleteMessage',
    ]) {
      const user = await aws.limitedUser(action.replace(':', '-'), ...without(action))
      const { code, stderr } = await replay('logs', [], user)
      assert.equal(code, 2, action)
      assert.match(stderr, new RegExp(`lacks the permission ${action}`))
    }
    // The last of them counted it and could not remove it.
    const user = await aws.limitedUser('allowed', ...Statement)
    const { code, stdout, stderr } = await replay('logs', [], user)
    assert.equal(code, 0, stderr)
    assert.match(stdout, /^counted by an earlier run +1 /m)
    assert.equal(aws.events.length, 1)
  })

  it('of policies/replay.json are enough', async () => {
    const user = await aws.limitedUser('replay', ...Statement)
    await sendAs(user, 's3-failures', objectCreated(logFileAt('a')))
    const kinesis = await replay('kinesis', [], user)
    assert.equal(kinesis.code, 0, kinesis.stderr)
    const s3 = await replay('s3', [], user)
    assert.equal(s3.code, 0, s3.stderr)
    assert.match(s3.stdout, /^moved to the object queue +1 /m)
  })
})
