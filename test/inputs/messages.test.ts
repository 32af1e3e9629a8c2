import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { gzipSync } from 'node:zlib'
import { type Message, parseMessage } from '../../src/core/cloudtrail/call.ts'
import { kinesisEvent, objectCreated, sqsEvent } from '../../src/events/lambda-events.ts'
import { readContents } from '../../src/inputs/contents.ts'
import { FileError } from '../../src/inputs/file-error.ts'
import { messagesIn } from '../../src/inputs/messages.ts'
import { PayloadError } from '../../src/util/errors.ts'
import { NO_CASES, readCase } from '../support/cases.ts'
import { dataMessage, encoded, logsEvent, payload, record, records } from '../support/records.ts'

async function read(content: unknown): Promise<readonly Message[]> {
  const text = typeof content === 'string' ? content : JSON.stringify(content)
  return [...(await messagesIn(Buffer.from(text), 'file'))]
}

async function kinds(content: unknown): Promise<string[]> {
  return (await read(content)).map((message) => parseMessage(message).kind)
}

const json = JSON.stringify(record())
/** A record that was cut off in the middle. */
const CUT_OFF = json.slice(0, 300)

describe('messagesIn', () => {
  it('reads log files', async () => {
    assert.deepEqual(await kinds({ Records: records(3) }), ['call', 'call', 'call'])
    const mixed = { Records: [record(), 7, null, {}] }
    assert.deepEqual(await kinds(mixed), ['call', 'malformed', 'malformed', 'malformed'])
    assert.deepEqual(await kinds({ Records: [7, record()] }), ['malformed', 'call'])
    assert.deepEqual(await kinds({ Records: [] }), [])
  })

  it('reads one record per line, including malformed lines', async () => {
    const lines = [...records(2).map((one) => JSON.stringify(one)), 'text', '', '{"a":', '[1,2,3]']
    const calls = ['call', 'call']
    assert.deepEqual(await kinds(lines.join('\n')), [...calls, 'malformed', 'malformed', 'malformed'])
    assert.deepEqual(await kinds(lines.slice(0, 2).join('\r\n')), calls)
  })

  it('counts a line with a truncated record as one malformed message, wherever it was truncated', async () => {
    const cuts = Array.from({ length: json.length - 1 }, (_, i) => json.slice(0, i + 1))
    for (const cut of cuts) {
      assert.deepEqual(await kinds(`${json}\n${cut}\n${json}\n`), ['call', 'malformed', 'call'], cut)
      assert.deepEqual(await kinds(`${json}\n${cut}${json}\n`), ['call', 'malformed', 'call'], cut)
    }
  })

  it('rejects a damaged line that may hold several records, and names it', async () => {
    const logFile = JSON.stringify({ Records: records(2) })
    await assert.rejects(read(`text\n${json}\n${logFile.slice(0, -2)}\n${json}`), {
      name: 'FileError',
      message: 'line 3: damaged JSON that may hold more than one record',
    })
  })

  it('says where a log file is damaged', async () => {
    await assert.rejects(read(`{"Records":[${json},${CUT_OFF},${json}]}`), {
      name: 'PayloadError',
      message: new RegExp(
        `^the file is not a CloudTrail log file or is damaged at byte ${13 + json.length}:`,
      ),
    })
  })

  it('reads a list of records and a single one', async () => {
    assert.deepEqual(await kinds(records(2)), ['call', 'call'])
    assert.deepEqual(await kinds([record(), 7, '', 'x']), ['call', 'malformed', 'malformed', 'malformed'])
    assert.deepEqual(await kinds(JSON.stringify(record(), null, 2)), ['call'])
  })

  it('reads the output of aws cloudtrail lookup-events', async () => {
    const Events = [{ EventId: 'x', CloudTrailEvent: json }, { CloudTrailEvent: CUT_OFF }, {}, 7]
    assert.deepEqual(await kinds({ Events }), ['call', 'malformed', 'malformed', 'malformed'])
    assert.deepEqual(await kinds({ Events: [] }), [])
  })

  it('reads the output of aws logs filter-log-events, including other messages', async () => {
    const events = [json, 'START RequestId: x', CUT_OFF].map((message) => ({ timestamp: 1, message }))
    assert.deepEqual(await kinds({ events }), ['call', 'malformed', 'malformed'])
  })

  it('reads subscription payloads, without control messages', async () => {
    const control = {
      messageType: 'CONTROL_MESSAGE',
      logEvents: [{ id: '', message: 'CWL CONTROL MESSAGE' }],
    }
    const messages = [control, dataMessage([record(), 'x']), control]
    const joined = messages.map((message) => JSON.stringify(message)).join('')
    assert.deepEqual(await kinds(joined), ['call', 'malformed'])
    assert.deepEqual(await kinds(messages.map(encoded).join('\n')), ['call', 'malformed'])
    assert.deepEqual(await kinds(JSON.stringify(control)), [])
  })

  it('rejects a truncated payload in base64', async () => {
    const lines = [payload([record()]), payload([record()]).slice(0, -40)].join('\n')
    await assert.rejects(read(lines), /^FileError: line 2: a payload is not gzip: unexpected end of file$/)
  })

  it('reads Lambda events', async () => {
    assert.deepEqual(await kinds(logsEvent(records(2))), ['call', 'call'])
    const control = gzipSync('{"messageType":"CONTROL_MESSAGE"}').toString('base64')
    assert.deepEqual(await read({ awslogs: { data: control } }), [])
  })

  it('reads the Lambda events of a data stream, all payloads or none', async () => {
    const good = payload(records(2))
    assert.deepEqual(await kinds(kinesisEvent([good, payload(['x'])])), ['call', 'call', 'malformed'])
    await assert.rejects(
      read(kinesisEvent([good, good.slice(0, 40)])),
      /^FileError: 1 of its payloads can't be read, so none of it is counted: Records\[1\]\.kinesis\.data is not gzip: unexpected end of file$/,
    )
  })

  it('rejects a Lambda event without a log file', async () => {
    const digest = { bucket: 'trail', key: 'AWSLogs/111122223333/CloudTrail-Digest/x.json.gz' }
    await assert.rejects(read(sqsEvent([objectCreated(digest)])), /^FileError: has no CloudTrail log file$/)
  })

  it('rejects a Lambda event that cannot be decoded', async () => {
    await assert.rejects(read({ awslogs: { data: 'AA==' } }), PayloadError)
  })

  it('ignores byte order marks', async () => {
    assert.deepEqual(await kinds(`\ufeff${JSON.stringify({ Records: records(1) })}`), ['call'])
    assert.deepEqual(await kinds(`\ufeff${json}\n\ufeff${json}`), ['call', 'call'])
    assert.deepEqual(await kinds(`\ufeff${JSON.stringify(logsEvent(records(2)))}`), ['call', 'call'])
  })

  it('identifies a record without eventID by file and place', async () => {
    for (const content of [{ Records: [record(), record()] }, `${json}\n${json}`])
      assert.deepEqual(
        (await read(content)).map(({ id }) => id),
        ['file#0', 'file#1'],
      )
  })

  it('rejects records in an unknown form, alone or among others', async () => {
    const unknown = JSON.stringify({ hits: [{ _source: record() }] })
    for (const content of [unknown, `${json}\n${unknown}`, `[${json},${unknown}]`])
      await assert.rejects(read(content), /^FileError: records in an unknown form$/)
    await assert.rejects(
      read({ Events: [{ CloudTrailEvent: json }], more: [record()] }),
      /^FileError: records in an unknown form$/,
    )
  })

  for (const [what, content, reason] of [
    ['JSON without records', '{"name":"x"}', 'JSON without CloudTrail records'],
    ['a digest', '{"awsAccountId":"1","logFiles":[]}', 'JSON without CloudTrail records'],
    ['lines of other JSON', '{"level":"info"}\n{"level":"warn"}', 'JSON without CloudTrail records'],
    [
      'an S3 event',
      '{"Records":[{"eventSource":"aws:s3","eventName":"ObjectCreated:Put","eventTime":"x"}]}',
      'JSON without CloudTrail records',
    ],
    [
      'an SQS event that is none of Lambda',
      '{"Records":[{"eventSource":"aws:sqs","body":""}]}',
      'JSON without CloudTrail records',
    ],
    ['a number', '7', 'neither JSON nor lines of CloudTrail records'],
    ['text', 'Hello\nworld', 'neither JSON nor lines of CloudTrail records'],
    ['other JSON that is cut off', '{"name":"x"', 'neither JSON nor lines of CloudTrail records'],
    ['nothing', '', 'it is empty'],
    ['white space', '\ufeff \n', 'it is empty'],
  ] as const) {
    it(`rejects ${what}`, async () => {
      await assert.rejects(read(content), { name: 'FileError', message: reason })
    })
  }

  it("rejects content that isn't text", async () => {
    await assert.rejects(messagesIn(Buffer.from([0, 1, 2, 255]), 'file'), FileError)
  })

  it('accepts values of any nesting', async () => {
    const deep = `${'['.repeat(100_000)}${json}${']'.repeat(100_000)}`
    await assert.rejects(read(`[${json},${deep}]`), /^FileError: records in an unknown form$/)
  })

  it('reads more records than it keeps, and payloads that inflate to more than the file', async () => {
    assert.equal((await read(`${json}\n${'{}\n'.repeat(70_000)}`)).length, 70_001)
    assert.equal((await read(`${payload(Array(500).fill(json))}\n${json}`)).length, 501)
  })

  for (const [name, count] of [
    ['04a-log-files-joined.json', 13],
    ['12a-utf16-with-bom.json', 3],
    ['12c-list-of-texts.json', 3],
    ['12d-filter-log-events.json', 3],
  ] as const) {
    it(`reads the collected case ${name}`, { skip: NO_CASES }, async () => {
      const contents = readContents(readCase(name)).toString('utf8')
      assert.deepEqual(await kinds(contents), Array(count).fill('call'))
    })
  }

  it('rejects the collected case of a broken record', { skip: NO_CASES }, async () => {
    const contents = readCase('20-a-broken-record-takes-the-rest.json').toString('utf8')
    await assert.rejects(
      read(contents),
      /^PayloadError: the file is not a CloudTrail log file or is damaged at byte 2160:/,
    )
  })
})
