import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { type Call, parseMessage } from '../../../src/core/cloudtrail/call.ts'
import { ACCOUNT, assumedRole, EVENT_MINUTE, type Json, message, record } from '../../support/records.ts'

function parseCall(members: Json = {}, id?: string): Call {
  const parsed = parseMessage(message(record(members), id))
  assert.equal(parsed.kind, 'call')
  return parsed as Call
}

describe('parseMessage', () => {
  it('reads a call', () => {
    assert.deepEqual(parseCall({ eventID: 'id-1', errorCode: 'Client.RequestLimitExceeded' }), {
      kind: 'call',
      eventType: 'AwsApiCall',
      id: 'id-1',
      time: EVENT_MINUTE,
      failed: true,
      throttled: true,
      limitConditions: [],
      dimensions: {
        Service: 'ec2',
        Operation: 'DescribeInstances',
        Region: 'eu-west-1',
        Account: ACCOUNT,
        Principal: 'role/scanner',
        PrincipalType: 'AssumedRole',
        Agent: 'Boto3',
        ErrorCode: 'Client.RequestLimitExceeded',
      },
    })
  })

  it('accepts a parsed object instead of text', () => {
    const members = record({ eventID: 'id-1' })
    assert.deepEqual(parseMessage({ record: members, id: undefined }), parseMessage(message(members)))
  })

  it('puts (none) if the record has no value', () => {
    const bare = { eventName: 'X', eventSource: 'y.amazonaws.com', eventTime: '2026-10-01T12:00:00Z' }
    const parsed = parseMessage(message(bare))
    assert.equal(parsed.kind, 'call')
    const none = '(none)'
    assert.deepEqual((parsed as Call).dimensions, {
      Service: 'y',
      Operation: 'X',
      Region: none,
      Account: none,
      Principal: none,
      PrincipalType: none,
      Agent: none,
      ErrorCode: none,
    })
  })

  it('treats a record as a call unless its eventType is known to be something else', () => {
    for (const eventType of [
      undefined,
      null,
      '',
      ' ',
      7,
      {},
      'AwsApiCall',
      'Rds Data Service',
      'AwsNewThing',
    ])
      assert.equal(parseCall({ eventType }).eventType, 'AwsApiCall')
  })

  it('compares eventTypes ignoring case', () => {
    assert.equal(parseCall({ eventType: 'awsserviceevent' }).eventType, 'AwsServiceEvent')
    assert.equal(parseCall({ eventType: ' AWSCONSOLESIGNIN' }).eventType, 'AwsConsoleSignIn')
    assert.equal(parseCall({ eventType: 'AwsVpceevents' }).eventType, 'AwsVpceEvents')
  })

  it('names the operation without the date of its API version', () => {
    assert.equal(parseCall({ eventName: 'GetFunction20150331v2' }).dimensions.Operation, 'GetFunction')
  })

  it('removes the AWS suffix from the eventSource, in every partition', () => {
    const service = (eventSource: string) => parseCall({ eventSource }).dimensions.Service
    assert.equal(service('ec2.amazonaws.com'), 'ec2')
    assert.equal(service('ec2.amazonaws.com.cn'), 'ec2')
    assert.equal(service('a.b.amazonaws.com'), 'a.b')
    assert.equal(service('example.com'), 'example.com')
    assert.equal(service('.amazonaws.com'), '.amazonaws.com')
  })

  it('uses the account that received the event, else that of the caller', () => {
    assert.equal(parseCall({ userIdentity: assumedRole('r', '999999999999') }).dimensions.Account, ACCOUNT)
    const noRecipient = { recipientAccountId: undefined, userIdentity: assumedRole('r', '999999999999') }
    assert.equal(parseCall(noRecipient).dimensions.Account, '999999999999')
    const odd = { ...noRecipient, recipientAccountId: 'ANONYMOUS_PRINCIPAL' }
    assert.equal(parseCall(odd).dimensions.Account, '999999999999')
    const anonymous = { recipientAccountId: '1', userIdentity: { accountId: 'ANONYMOUS_PRINCIPAL' } }
    assert.equal(parseCall(anonymous).dimensions.Account, '(none)')
  })

  it('is identified by its eventID, else by the message', () => {
    assert.equal(parseCall({ eventID: 'event' }, 'log').id, 'event')
    assert.equal(parseCall({}, 'log').id, 'log')
    assert.equal(parseCall({ eventID: ' ' }, 'log').id, 'log')
    assert.equal(parseCall({ eventID: 7 }, 'log').id, 'log')
    assert.equal(parseCall({}).id, undefined)
  })

  it('ignores an invalid eventID', () => {
    assert.equal(parseCall({ eventID: 'x'.repeat(200_000) }, 'log').id, 'log')
  })

  it('ignores white space around an errorCode', () => {
    const { throttled, dimensions } = parseCall({ errorCode: ' ThrottlingException ' })
    assert.deepEqual([throttled, dimensions.ErrorCode], [true, 'ThrottlingException'])
  })

  it('fails with any errorCode except one that means success', () => {
    assert.equal(parseCall({ errorCode: 403 }).dimensions.ErrorCode, '403')
    for (const errorCode of [200, '200', 'Client.DryRunOperation']) {
      const { failed, dimensions } = parseCall({ errorCode })
      assert.deepEqual([failed, dimensions.ErrorCode], [false, '(none)'])
    }
    assert.equal(parseCall({ errorCode: 'AccessDenied' }).failed, true)
    assert.equal(parseCall({ errorCode: 'AccessDenied' }).throttled, false)
    assert.equal(parseCall({ errorCode: '' }).failed, false)
    assert.equal(parseCall({ errorCode: null }).failed, false)
  })

  for (const [what, text] of [
    ['no JSON', 'START RequestId'],
    ['JSON that is cut off', JSON.stringify(record()).slice(0, 100)],
    ['nothing', ''],
    ['a number', '7'],
    ['a list', '[{}]'],
    ['null', 'null'],
    ['a string', '"x"'],
    ['nesting of 100,000', '['.repeat(100_000)],
  ] as const) {
    it(`is malformed: ${what}`, () => {
      const expected = { kind: 'malformed', eventType: undefined, reason: 'not a JSON object', id: 'log' }
      assert.deepEqual(parseMessage({ text, id: 'log' }), expected)
    })
  }

  it('is malformed: a text longer than any record', () => {
    const longest = JSON.stringify(record()).padEnd(1024 * 1024)
    assert.equal(parseMessage({ text: longest, id: 'log' }).kind, 'call')
    const parsed = parseMessage({ text: `${longest} `, id: 'log' })
    assert.ok(parsed.kind === 'malformed')
    assert.match(parsed.reason, /^longer than the 1048576 characters that a record may have$/)
    assert.equal(parseMessage(message(record({ requestParameters: 'x'.repeat(1_000_000) }))).kind, 'call')
  })

  it('is malformed: a message that was not text', () => {
    assert.equal(parseMessage({ record: undefined, id: 'log' }).kind, 'malformed')
  })

  for (const name of ['eventName', 'eventSource', 'eventTime']) {
    for (const value of [undefined, null, '', ' \t', 7, {}, [], true]) {
      it(`is malformed: ${name} ${JSON.stringify(value)}`, () => {
        assert.deepEqual(parseMessage(message(record({ [name]: value, eventID: 'id-1' }))), {
          kind: 'malformed',
          eventType: 'AwsApiCall',
          reason: `no valid ${name}`,
          id: 'id-1',
        })
      })
    }
  }

  for (const members of [
    { eventType: 'AwsCloudTrailInsight' },
    { eventType: 'AwsAggregatedEvent' },
    { eventCategory: 'Insight' },
    { eventCategory: 'Aggregated' },
    { eventType: 'awscloudtrailinsight' },
    { eventCategory: 'INSIGHT' },
    { eventType: 'AwsCloudTrailInsight', eventName: undefined },
  ]) {
    it(`is a summary of calls: ${JSON.stringify(members)}`, () => {
      assert.deepEqual(parseMessage(message(record(members))), { kind: 'summary' })
    })
  }

  it('accepts names that JavaScript objects already have', () => {
    for (const name of ['__proto__', 'constructor', 'toString', 'hasOwnProperty']) {
      const call = parseCall({ eventName: name, errorCode: name, eventSource: name, awsRegion: name })
      assert.equal(call.dimensions.Operation, name)
      assert.equal(call.dimensions.ErrorCode, name)
    }
    const text = '{"__proto__":{"eventName":"X"},"eventSource":"s","eventTime":"2026-10-01T12:00:00Z"}'
    assert.equal(parseMessage({ text, id: undefined }).kind, 'malformed')
  })

  it('ignores members of other types', () => {
    const odd = {
      awsRegion: 1,
      userIdentity: [],
      userAgent: {},
      recipientAccountId: 12,
      errorCode: [],
      eventID: [],
    }
    const { dimensions, failed, id } = parseCall(odd)
    assert.deepEqual(
      [dimensions.Region, dimensions.Account, dimensions.Agent, failed, id],
      ['(none)', '(none)', '(none)', false, undefined],
    )
  })

  it('makes every value valid', () => {
    const { dimensions } = parseCall({
      eventName: 'x'.repeat(5000),
      awsRegion: 'a\u0000',
      userAgent: 'ü'.repeat(100_000),
    })
    for (const value of Object.values(dimensions))
      assert.match(value, /^[\x21-\x7e](?:[\x20-\x7e]{0,1022}[\x21-\x7e])?$/)
  })
})
