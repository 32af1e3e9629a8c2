import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { deflateSync, gzipSync } from 'node:zlib'
import { decodePayload } from '../../src/sources/payload.ts'
import { PayloadError } from '../../src/util/errors.ts'
import { dataMessage, encoded, type Json } from '../support/records.ts'

const MEGABYTE = 1024 * 1024

function decode(data: unknown, maxPayloadBytes = MEGABYTE) {
  const messages = decodePayload(data, 'awslogs.data', {
    maxPayloadBytes,
    ownLogGroup: '/aws/lambda/tracker',
  })
  return messages && [...messages]
}

function rejects(data: unknown, message: RegExp, maxPayloadBytes?: number) {
  assert.throws(
    () => decode(data, maxPayloadBytes),
    (error) => error instanceof PayloadError && error.name === 'PayloadError' && message.test(error.message),
  )
}

describe('decodePayload', () => {
  it('returns the text and id of each log event', () => {
    assert.deepEqual(decode(encoded(dataMessage(['a', 'ü🚀']))), [
      { text: 'a', id: 'log-0' },
      { text: 'ü🚀', id: 'log-1' },
    ])
  })

  it('passes on log events that have no message, to be counted as malformed', () => {
    const logEvents = [
      { id: 'x', message: 7 },
      {},
      null,
      'text',
      [],
      { id: 5, message: 'm' },
      { id: '', message: 'm' },
    ]
    assert.deepEqual(decode(encoded(dataMessage([], { logEvents }))), [
      { record: undefined, id: 'x' },
      ...Array.from({ length: 4 }, () => ({ record: undefined, id: undefined })),
      { text: 'm', id: undefined },
      { text: 'm', id: undefined },
    ])
  })

  it('takes unknown members, white space in the base64 and several gzip members', () => {
    assert.equal(decode(encoded(dataMessage(['a'], { policyLevel: 'ACCOUNT' })))?.length, 1)
    assert.equal(decode(encoded(dataMessage(['a'])).replace(/(.{20})/g, '$1\n'))?.length, 1)
    const text = JSON.stringify(dataMessage(['a', 'b']))
    const members = Buffer.concat([gzipSync(text.slice(0, 50)), gzipSync(text.slice(50))])
    assert.equal(decode(members.toString('base64'))?.length, 2)
  })

  it('has nothing in a control message', () => {
    assert.equal(
      decode(encoded({ messageType: 'CONTROL_MESSAGE', logEvents: [{ id: '', message: 'CWL' }] })),
      undefined,
    )
  })

  it('has nothing in a payload from the own log group', () => {
    assert.equal(decode(encoded(dataMessage(['a'], { logGroup: '/aws/lambda/tracker' }))), undefined)
    assert.equal(decode(encoded(dataMessage(['a'], { logGroup: '/aws/lambda/other' })))?.length, 1)
  })

  it('takes a payload that names no log group, if the own one is not known either', () => {
    const { logGroup, ...nameless } = dataMessage(['a'])
    const options = { maxPayloadBytes: MEGABYTE, ownLogGroup: undefined }
    assert.equal([...(decodePayload(encoded(nameless), 'it', options) ?? [])].length, 1)
  })

  it('rejects data that is not base64', () => {
    rejects('{"messageType":"DATA_MESSAGE"}', /^awslogs.data is not base64$/)
    rejects('!!!', /not base64/)
  })

  for (const data of [undefined, null, 7, {}, ['x']]) {
    it(`rejects a value that is not text: ${JSON.stringify(data)}`, () =>
      rejects(data, /expected base64 text, given/))
  }

  it('rejects data that is not gzip', () => {
    rejects('', /is not gzip: unexpected end of file/)
    rejects('AA==', /is not gzip/)
    rejects(Buffer.from('plain text').toString('base64'), /is not gzip: incorrect header check/)
    rejects(deflateSync('{}').toString('base64'), /is not gzip: incorrect header check/)
  })

  it('names what is truncated, wherever that is', () => {
    const whole = gzipSync(JSON.stringify(dataMessage(['a', 'b'])))
    for (let end = 0; end < whole.length; end++) {
      rejects(whole.subarray(0, end).toString('base64'), /is not gzip: unexpected end of file/)
    }
  })

  it('rejects damaged data', () => {
    const damaged = gzipSync(JSON.stringify(dataMessage(['a'.repeat(500)])), { level: 0 })
    damaged[100] = (damaged[100] ?? 0) ^ 1
    rejects(damaged.toString('base64'), /is not gzip: incorrect data check/)
  })

  it('rejects data that inflates to too much, before it does', () => {
    const bomb = gzipSync(Buffer.alloc(300 * MEGABYTE)).toString('base64')
    const before = process.resourceUsage().maxRSS
    rejects(bomb, /^awslogs.data inflates to more than 1048576 bytes$/)
    assert.ok(process.resourceUsage().maxRSS - before < 50 * 1024, 'memory grew by less than 50 MB')
  })

  it('accepts data that inflates to the maximum', () => {
    const text = JSON.stringify(dataMessage(['a'.repeat(2000)]))
    const data = gzipSync(text).toString('base64')
    assert.equal(decode(data, text.length)?.length, 1)
    rejects(data, /inflates to more than/, text.length - 1)
  })

  it('rejects data that would take much more memory than its bytes', () => {
    for (const entry of ['{}', '0', '{"message":"x"}', '[]']) {
      const text = `{"messageType":"DATA_MESSAGE","logEvents":[${new Array(500_000).fill(entry)}]}`
      rejects(encoded(text.padEnd(1.1 * MEGABYTE)), /holds \d+ JSON values, more than 262144$/, 16 * MEGABYTE)
    }
  })

  describe('that is large and not ASCII', () => {
    const large = (entries: readonly string[], members = '') =>
      `{"owner":"漢",${members}"logEvents" : [${entries.join(' , ')}] ,"messageType":"DATA_MESSAGE"}`.padEnd(
        1.1 * MEGABYTE,
      )
    const decodeLarge = (text: string) => decode(encoded(text), 16 * MEGABYTE)

    it('has the messages of any other, one after the other', () => {
      const entries = [
        '{"id":"1","message":"ü\\"]}"}',
        '{"id":"2","message":"\\u6f22"}',
        '7',
        '[]',
        '{"message":{}}',
      ]
      assert.deepEqual(decodeLarge(large(entries)), [
        { text: 'ü"]}', id: '1' },
        { text: '漢', id: '2' },
        { record: undefined, id: undefined },
        { record: undefined, id: undefined },
        { record: undefined, id: undefined },
      ])
      assert.deepEqual(decodeLarge(large([])), [])
    })

    it('is rejected if a small one would be, before any message is handed on', () => {
      const good = '{"id":"1","message":"ü"}'
      for (const broken of ['{"id":}', '{"message":"x', '{"a":1}}', 'x'])
        rejects(encoded(large([good, broken, good])), /inflates to invalid JSON$/, 16 * MEGABYTE)
      rejects(encoded(`${large([good]).trim()} x`.padEnd(1.1 * MEGABYTE)), /invalid JSON$/, 16 * MEGABYTE)
      rejects(encoded(large([good], '"x":,')), /invalid JSON$/, 16 * MEGABYTE)
    })

    it('is told from one without a list of log events, and from a control message', () => {
      const other = '{"messageType":"DATA_MESSAGE","owner":"漢","logEvents":"x"}'.padEnd(1.1 * MEGABYTE)
      rejects(encoded(other), /expected a list of logEvents, given "x"$/, 16 * MEGABYTE)
      rejects(encoded('"漢"'.padEnd(1.1 * MEGABYTE)), /expected an object, given "漢"$/, 16 * MEGABYTE)
      const control = '{"messageType":"CONTROL_MESSAGE","owner":"漢","logEvents":[{"message":"x"}]}'
      assert.equal(decodeLarge(control.padEnd(1.1 * MEGABYTE)), undefined)
    })
  })

  it('counts values to just as many as may be', () => {
    const list = (entries: string) =>
      encoded(`{"messageType":"DATA_MESSAGE","logEvents":[${entries}]}`.padEnd(1.1 * MEGABYTE))
    const zeros = (count: number) => list(new Array(count).fill('0').join())
    assert.equal(decode(zeros(262_142), 16 * MEGABYTE)?.length, 262_142)
    rejects(zeros(262_143), /holds 262145 JSON values, more than 262144$/, 16 * MEGABYTE)
    rejects(list('['.repeat(300_000) + ']'.repeat(300_000)), /holds 300003 JSON values/, 16 * MEGABYTE)
  })

  it('takes 40,000 small log events, whatever their texts hold', () => {
    const text = ',{[\\"'.repeat(60)
    const logEvents = Array.from({ length: 40_000 }, (_, i) => ({ id: `${i}`, timestamp: i, message: text }))
    const data = encoded(dataMessage([], { logEvents }))
    assert.equal(decode(data, 40 * MEGABYTE)?.length, 40_000)
    const small = logEvents.map((logEvent) => ({ ...logEvent, message: ',{[\\"' }))
    assert.equal(decode(encoded(dataMessage([], { logEvents: small })), 16 * MEGABYTE)?.length, 40_000)
  })

  it("doesn't rely on the size in the gzip data", () => {
    for (const claimed of [0, 1, 0xffffffff]) {
      const whole = gzipSync(JSON.stringify(dataMessage(['a'.repeat(5000)])))
      whole.writeUInt32LE(claimed, whole.length - 4)
      rejects(whole.toString('base64'), /incorrect length check/)
    }
  })

  it('rejects data that is not base64 in linear time', () => {
    rejects(`${' '.repeat(1_000_000)}!`, /is not base64$/)
  })

  it('rejects JSON that is nested too deeply', () => {
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`
    const cap = 16 * MEGABYTE
    rejects(encoded(`{"messageType":${deep}}`), /expected the messageType .*, given a list$/, cap)
    rejects(
      encoded(`{"messageType":"DATA_MESSAGE","logEvents":{"a":${deep}}}`),
      /expected a list of logEvents, given an object$/,
      cap,
    )
  })

  it('rejects data that is not JSON', () => rejects(encoded('{"messageType":'), /inflates to invalid JSON/))

  for (const payload of [null, 7, 'x', [], [dataMessage(['a'])]]) {
    it(`rejects a value that is not a subscription message: ${JSON.stringify(payload).slice(0, 20)}`, () => {
      rejects(encoded(JSON.stringify(payload)), /is not a subscription message: expected an object, given/)
    })
  }

  const odd: readonly Json[] = [
    {},
    { messageType: 'OTHER' },
    { messageType: 7 },
    { messageType: ['DATA_MESSAGE'] },
  ]
  for (const payload of odd) {
    it(`rejects an unknown messageType: ${JSON.stringify(payload)}`, () =>
      rejects(encoded(payload), /expected the messageType/))
  }

  for (const logEvents of [undefined, null, {}, 'x']) {
    it(`rejects logEvents that are not a list: ${JSON.stringify(logEvents)}`, () => {
      rejects(encoded({ messageType: 'DATA_MESSAGE', logEvents }), /expected a list of logEvents, given/)
    })
  }
})
