import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { readDocument } from '../../src/preview/document.ts'
import { Extraction } from '../../src/preview/extract.ts'
import {
  callersOf,
  type Grouping,
  ownSums,
  throttledOperations,
  timeSpan,
  usageBy,
} from '../../src/preview/usage.ts'
import { assumedRole, at, EVENT_MINUTE, records } from '../support/records.ts'
import { run } from '../support/run.ts'

function extract(env = {}): Extraction {
  const extraction = new Extraction()
  // 9 calls of ec2 in two Regions, 3 of ssm that are throttled, 1 of iam that is refused in another account.
  const all = [
    ...records(9, (i) => ({
      eventID: `a${i}`,
      awsRegion: i < 6 ? 'eu-west-1' : 'us-east-1',
      eventTime: at(i < 4 ? 0 : 60 + i),
    })),
    ...records(3, (i) => ({
      eventID: `b${i}`,
      eventSource: 'ssm.amazonaws.com',
      eventName: 'PutParameter',
      errorCode: 'ThrottlingException',
      userIdentity: assumedRole(i === 0 ? 'scanner' : 'deployer'),
    })),
    ...records(1, () => ({
      eventID: 'c',
      eventSource: 'iam.amazonaws.com',
      eventName: 'GetRole',
      errorCode: 'AccessDenied',
      recipientAccountId: '999999999999',
    })),
  ]
  for (const line of run([...all, 'x'], env).lines) extraction.add(readDocument(line))
  return extraction
}

const rows = (by: Grouping, env = {}) =>
  usageBy(by, extract(env)).map(({ name, calls, peak, errors, throttles, top }) => [
    name.join(' '),
    calls,
    peak,
    errors,
    throttles,
    top?.name,
  ])

describe('usageBy', () => {
  it('lists operations', () => {
    assert.deepEqual(
      rows('operation'),
      [
        ['ec2 DescribeInstances eu-west-1', 6, 4, 0, 0, 'role/scanner'],
        ['ec2 DescribeInstances us-east-1', 3, 1, 0, 0, 'role/scanner'],
        ['ssm PutParameter eu-west-1', 3, 3, 3, 3, 'role/deployer'],
        ['iam GetRole eu-west-1', 1, 1, 1, 0, '111122223333:role/scanner'],
      ].sort((a, b) => Number(b[1]) - Number(a[1]) || Number(b[2]) - Number(a[2])),
    )
  })

  it('lists services and Regions', () => {
    assert.deepEqual(rows('service'), [
      ['ec2', 9, 4, 0, 0, 'role/scanner'],
      ['ssm', 3, 3, 3, 3, 'role/deployer'],
      ['iam', 1, 1, 1, 0, '111122223333:role/scanner'],
    ])
    assert.deepEqual(
      rows('region').map(([name, calls]) => [name, calls]),
      [
        ['eu-west-1', 10],
        ['us-east-1', 3],
      ],
    )
  })

  it('lists principals with what they call most', () => {
    assert.deepEqual(rows('principal'), [
      ['role/scanner', 10, undefined, 1, 1, 'ec2:DescribeInstances'],
      ['role/deployer', 2, undefined, 2, 2, 'ssm:PutParameter'],
      ['111122223333:role/scanner', 1, undefined, 1, 0, 'iam:GetRole'],
    ])
  })

  it('lists errors with who meets them most', () => {
    assert.deepEqual(rows('error'), [
      ['ThrottlingException', 3, undefined, undefined, undefined, 'role/deployer'],
      ['AccessDenied', 1, undefined, undefined, undefined, '111122223333:role/scanner'],
    ])
  })

  it('lists accounts where there is a set of them', () => {
    assert.deepEqual(rows('account'), [])
    assert.deepEqual(
      rows('account', { EXTRA_DIMENSION_SETS: 'Account' }).map(([name, calls, , errors]) => [
        name,
        calls,
        errors,
      ]),
      [
        ['111122223333', 12, 3],
        ['999999999999', 1, 1],
      ],
    )
  })
})

describe('what else is read from an extraction', () => {
  it('who is throttled', () => {
    const [{ operation, callers } = { operation: undefined, callers: [] }, ...others] = throttledOperations(
      extract(),
    )
    assert.deepEqual(others, [])
    assert.deepEqual([operation?.name, operation?.throttles], [['ssm', 'PutParameter', 'eu-west-1'], 3])
    assert.deepEqual(
      callers.map(({ principal, throttles }) => [principal, throttles]),
      [
        ['role/deployer', 2],
        ['role/scanner', 1],
      ],
    )
  })

  it('callers over all operations', () => {
    assert.deepEqual(callersOf(extract())[0], {
      principal: 'role/scanner',
      agent: 'Boto3',
      calls: 10,
      throttles: 1,
    })
  })

  it('the counts of the function', () => {
    const { RecordsReceived, RecordsCounted, RecordsMalformed } = Object.fromEntries(ownSums(extract()))
    assert.deepEqual([RecordsReceived, RecordsCounted, RecordsMalformed], [14, 13, 1])
  })

  it('the time that it spans', () => {
    assert.deepEqual(timeSpan(extract()), { from: EVENT_MINUTE, to: EVENT_MINUTE + 60_000 })
    assert.equal(timeSpan(new Extraction()), undefined)
  })
})
