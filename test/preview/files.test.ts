import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import { gzipSync } from 'node:zlib'
import { kinesisEvent, objectCreated, sqsEvent } from '../../scripts/lib/lambda-events.ts'
import { type Message, parseMessage } from '../../src/cloudtrail/call.ts'
import { PayloadError } from '../../src/errors.ts'
import { FileError, findFiles, readMessages } from '../../src/preview/files.ts'
import { logsEvent, payload, record, records } from '../support/records.ts'

const folder = mkdtempSync(join(tmpdir(), 'files-'))
after(() => rmSync(folder, { recursive: true }))

function file(name: string, content: string | Buffer): string {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}

async function read(content: unknown): Promise<readonly Message[]> {
  const text = typeof content === 'string' ? content : JSON.stringify(content)
  const [plain, gzipped] = [file('plain', text), file('gzipped', gzipSync(text))]
  const messages = [...(await readMessages(plain))]
  assert.deepEqual(
    [...(await readMessages(gzipped))].map(parseMessage).map(withoutId),
    messages.map(parseMessage).map(withoutId),
  )
  return messages
}

function withoutId(parsed: object): object {
  return { ...parsed, id: undefined }
}

function kinds(messages: readonly Message[]): string[] {
  return messages.map((message) => parseMessage(message).kind)
}

describe('readMessages', () => {
  it('reads delivery files', async () => {
    assert.deepEqual(kinds(await read({ Records: records(3) })), ['call', 'call', 'call'])
    assert.deepEqual(kinds(await read({ Records: [record(), 7, null, {}] })), [
      'call',
      'malformed',
      'malformed',
      'malformed',
    ])
    assert.deepEqual(kinds(await read({ Records: [] })), [])
  })

  it('reads one record a line, malformed lines too', async () => {
    const lines = [...records(2).map((one) => JSON.stringify(one)), 'text', '', '{"a":']
    assert.deepEqual(kinds(await read(lines.join('\n'))), ['call', 'call', 'malformed', 'malformed'])
    assert.deepEqual(kinds(await read(lines.slice(0, 2).join('\r\n'))), ['call', 'call'])
  })

  it('reads a list of records and a single one', async () => {
    assert.deepEqual(kinds(await read(records(2))), ['call', 'call'])
    assert.deepEqual(kinds(await read(JSON.stringify(record(), null, 2))), ['call'])
  })

  it('reads the answer of aws cloudtrail lookup-events', async () => {
    const Events = [
      { EventId: 'x', CloudTrailEvent: JSON.stringify(record()) },
      { CloudTrailEvent: '{' },
      {},
      7,
    ]
    assert.deepEqual(kinds(await read({ Events })), ['call', 'malformed', 'malformed', 'malformed'])
  })

  it('reads Lambda events', async () => {
    assert.deepEqual(kinds(await read(logsEvent(records(2)))), ['call', 'call'])
    const control = gzipSync('{"messageType":"CONTROL_MESSAGE"}').toString('base64')
    assert.deepEqual(await read({ awslogs: { data: control } }), [])
  })

  it('reads the Lambda events of a data stream, all payloads or none', async () => {
    const good = payload(records(2))
    assert.deepEqual(kinds(await read(kinesisEvent([good, payload(['x'])]))), ['call', 'call', 'malformed'])
    await assert.rejects(
      readMessages(file('event', JSON.stringify(kinesisEvent([good, good.slice(0, 40)])))),
      /^FileError: 1 of its payloads can't be read, so none of it is counted: Records\[1\]\.kinesis\.data is not gzip: unexpected end of file$/,
    )
  })

  it('takes no Lambda event that names objects, none of which is a log file', async () => {
    const digest = { bucket: 'trail', key: 'AWSLogs/111122223333/CloudTrail-Digest/x.json.gz' }
    await assert.rejects(
      read(sqsEvent([objectCreated(digest)])),
      /^FileError: names 1 objects, none of which is a log file of CloudTrail$/,
    )
  })

  it('reads over a byte order mark', async () => {
    assert.deepEqual(kinds(await read(`\ufeff${JSON.stringify({ Records: records(1) })}`)), ['call'])
    assert.deepEqual(kinds(await read(`\ufeff${JSON.stringify(record())}\n${JSON.stringify(record())}`)), [
      'call',
      'call',
    ])
  })

  it('recognises a record without eventID by its file and place', async () => {
    const path = file('records', JSON.stringify({ Records: [record(), record()] }))
    assert.deepEqual(
      [...(await readMessages(path))].map(({ id }) => id),
      [`${path}#0`, `${path}#1`],
    )
  })

  for (const [what, content, reason] of [
    ['JSON without records', '{"name":"x"}', /JSON without CloudTrail records/],
    ['a digest', '{"awsAccountId":"1","logFiles":[]}', /JSON without CloudTrail records/],
    ['a number', '7', /JSON without CloudTrail records/],
    ['text', 'Hello\nworld', /neither JSON nor CloudTrail records a line/],
    ['nothing', '', /neither JSON nor CloudTrail records a line/],
    [
      'lines of other JSON',
      '{"level":"info"}\n{"level":"warn"}',
      /neither JSON nor CloudTrail records a line/,
    ],
    [
      'an S3 event',
      '{"Records":[{"eventSource":"aws:s3","eventName":"ObjectCreated:Put","eventTime":"x"}]}',
      /without/,
    ],
    [
      'an SQS event that is none of Lambda',
      '{"Records":[{"eventSource":"aws:sqs","body":""}]}',
      /JSON without CloudTrail records/,
    ],
    ['binary', Buffer.from([0, 1, 2, 255]), /neither JSON nor CloudTrail records a line/],
  ] as const) {
    it(`refuses ${what}`, async () => {
      await assert.rejects(
        readMessages(file('bad', content)),
        (error) => error instanceof FileError && reason.test(error.message),
      )
    })
  }

  it('refuses what is no regular file, as it may never end', async () => {
    await assert.rejects(readMessages('/dev/zero'), /no regular file/)
  })

  it('refuses gzip that is cut off', async () => {
    const path = file('bad', gzipSync('{"Records":[]}').subarray(0, 20))
    await assert.rejects(readMessages(path), /^PayloadError: the file is not gzip: unexpected end of file$/)
  })

  it('refuses a Lambda event that can not be decoded, and a file that is not there', async () => {
    await assert.rejects(readMessages(file('event', '{"awslogs":{"data":"AA=="}}')), PayloadError)
    await assert.rejects(readMessages(join(folder, 'none')), /ENOENT/)
  })
})

describe('findFiles', () => {
  it('takes folders for the files in them and below, by name, without hidden ones and links to folders', async () => {
    const root = join(folder, 'tree')
    mkdirSync(join(root, 'b', 'c'), { recursive: true })
    mkdirSync(join(root, '.git'))
    for (const path of ['b/c/2', 'b/1', 'a', 'd', '.hidden', '.git/config'])
      writeFileSync(join(root, path), '')
    symlinkSync(root, join(root, 'b', 'loop'))
    symlinkSync(join(root, 'a'), join(root, 'e'))
    const expected = ['a', 'b/1', 'b/c/2', 'd', 'e'].map((path) => join(root, path))
    assert.deepEqual(await findFiles([root]), expected)
  })

  it('keeps the order of the paths, and those that do not exist', async () => {
    assert.deepEqual(await findFiles(['none', 'package.json']), ['none', 'package.json'])
  })
})
