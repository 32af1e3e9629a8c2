import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { readConfig } from '../../src/core/config.ts'
import { createPipeline } from '../../src/core/pipeline.ts'
import { callDocuments, ownDocuments, ownSums, parseEmf, sums } from '../support/emf.ts'
import { assertGolden } from '../support/golden.ts'
import { assumedRole, at, EVENT_MINUTE, NOW, record, records } from '../support/records.ts'
import { FUNCTION_NAME, pipeline, run, runIn } from '../support/run.ts'

const HOUR = 60 * 60 * 1000
const OPERATION = `Service=ec2,Operation=DescribeInstances,Region=eu-west-1@${EVENT_MINUTE}`
const REGION = `Service=ec2,Region=eu-west-1@${EVENT_MINUTE}`

/** What the function says of itself after these records, without what is 0. */
function counts(contents: readonly unknown[], env = {}) {
  return ownSums(run(contents, env).lines)
}

describe('pipeline: lines', () => {
  it('writes the lines of the specification for a deployment that is throttled', () => {
    const deployer = {
      userIdentity: assumedRole('deployer'),
      userAgent: 'APN/1.0 HashiCorp/1.0 Terraform/1.9.8 (+x)',
    }
    const put = { ...deployer, eventSource: 'ssm.amazonaws.com', eventName: 'PutParameter' }
    const all = records(30, (i) => ({
      ...(i % 3 === 0 ? {} : put),
      eventTime: at(i % 4),
      ...(i % 3 === 1 ? { errorCode: 'ThrottlingException' } : {}),
      ...(i === 0 ? { errorCode: 'Client.UnauthorizedOperation' } : {}),
    }))
    assertGolden('throttled-deployment.jsonl', `${run([...all, 'no record']).lines.join('\n')}\n`)
  })

  it('writes the lines of the specification for extra dimension sets', () => {
    const env = {
      EXTRA_DIMENSION_SETS: 'Service,Operation,Region,Account,Principal,PrincipalType,Agent;ErrorCode',
      TOP_CALLERS: '1',
    }
    const all = records(4, (i) => ({
      userIdentity: assumedRole(`role-${i}`, i === 0 ? '999999999999' : undefined),
      ...(i > 1 ? { errorCode: `Error${i}` } : {}),
    }))
    assertGolden('extra-dimension-sets.jsonl', `${run(all, env).lines.join('\n')}\n`)
  })

  it('has one sample of CallCount for each second that saw calls', () => {
    const times = [3, 1, 3, 3, 59, 1]
    const { lines } = run(records(times.length, (i) => ({ eventTime: at(times[i] ?? 0) })))
    for (const { metrics } of callDocuments(lines)) assert.deepEqual(metrics.CallCount, [2, 3, 1])
  })

  it('has at most 60 samples in a document', () => {
    const [document] = callDocuments(run(records(600, (i) => ({ eventTime: at(i / 10) }))).lines)
    assert.deepEqual(document?.metrics.CallCount, new Array(60).fill(10))
  })

  it('omits ErrorCount and ThrottleCount if they are 0', () => {
    const [plain, failed, throttled] = [undefined, 'AccessDenied', 'SlowDown'].map((errorCode) => {
      return callDocuments(run([record({ errorCode })]).lines).map(({ metrics }) =>
        Object.keys(metrics).sort(),
      )
    })
    assert.deepEqual(plain, [['CallCount'], ['CallCount']])
    assert.deepEqual(failed, new Array(2).fill(['CallCount', 'ErrorCount']))
    const all = ['CallCount', 'ErrorCount', 'ThrottleCount']
    assert.deepEqual(throttled, [all, all, ['ThrottleCount']])
  })

  it("has the minute of the eventTime, except the function's own document", () => {
    const { lines } = run([record({ eventTime: at(59.9) }), record({ eventTime: at(-0.1) })])
    assert.deepEqual(
      new Set(callDocuments(lines).map(({ timestamp }) => timestamp)),
      new Set([EVENT_MINUTE, EVENT_MINUTE - 60_000]),
    )
    assert.deepEqual(
      ownDocuments(lines).map(({ timestamp }) => timestamp),
      [NOW],
    )
  })

  it('has Callers and Errors on the documents of Service,Operation,Region alone', () => {
    const env = { EXTRA_DIMENSION_SETS: 'Service,Operation,Region,Account' }
    for (const { set, members } of callDocuments(run([record({ errorCode: 'X' })], env).lines)) {
      const expected = set.join() === 'Service,Operation,Region'
      assert.equal('Callers' in members, expected)
      assert.equal('Errors' in members, expected)
    }
  })

  it('has neither with TOP_CALLERS 0', () => {
    for (const { members } of callDocuments(run([record({ errorCode: 'X' })], { TOP_CALLERS: '0' }).lines)) {
      assert.ok(!('Callers' in members) && !('Errors' in members))
    }
  })

  it('lists fewer callers if the names are so long that a line would be split', () => {
    const quotes = '"\\'.repeat(1000)
    const long = records(40, (i) => ({
      userIdentity: { type: 'IAMUser', userName: `${i}${quotes}` },
      userAgent: `${quotes}${i}`,
      errorCode: `${i}${quotes}`,
    }))
    const [line = ''] = run(long, { TOP_CALLERS: '20' }).lines
    const { members } = parseEmf(line, NOW)
    const callers = members.Callers
    assert.ok(Array.isArray(callers) && callers.length > 1 && callers.length < 21)
    assert.equal(
      callers.reduce((sum, { Calls }) => sum + Calls, 0),
      40,
    )
  })

  it('uses the namespace of the configuration for all', () => {
    for (const line of run([record()], { METRIC_NAMESPACE: 'Team/Usage' }).lines) {
      assert.equal(parseEmf(line).namespace, 'Team/Usage')
    }
  })
})

describe('pipeline: accounting', () => {
  it('counts the outcome of each record', () => {
    const outcome = run(
      [
        ...records(3),
        record({ eventID: 'id-1' }),
        'no record',
        record({ eventName: undefined }),
        record({ eventType: 'AwsServiceEvent' }),
        record({ eventType: 'AwsCloudTrailInsight' }),
        record({ eventName: 'RunInstances' }),
        record({ eventTime: '2020-01-01T00:00:00Z' }),
        record({ eventTime: '2030-01-01T00:00:00Z' }),
      ],
      { EXCLUDE_OPERATIONS: 'ec2:Run*' },
    )
    assert.deepEqual(outcome.counts, {
      received: 11,
      malformed: 2,
      skipped: 2,
      filtered: 1,
      expired: 2,
      duplicate: 1,
      counted: 3,
      folded: 0,
    })
    const [own] = ownDocuments(outcome.lines)
    assert.deepEqual(own?.dimensions, { FunctionName: FUNCTION_NAME })
    assert.deepEqual(own?.metrics, {
      RecordsReceived: [11],
      RecordsCounted: [3],
      RecordsMalformed: [2],
      RecordsDuplicate: [1],
      RecordsSkipped: [2],
      RecordsFiltered: [1],
      RecordsExpired: [2],
      DeliveryLag: [300, 300],
    })
  })

  it('reports that it received nothing', () => {
    assert.deepEqual(
      ownDocuments(run([]).lines).map(({ metrics }) => metrics),
      [{ RecordsReceived: [0] }],
    )
  })

  it('has the lag of the newest and of the oldest counted record', () => {
    const lag = (...times: number[]) =>
      ownDocuments(run(records(times.length, (i) => ({ eventTime: at(times[i] ?? 0) }))).lines)[0]?.metrics
        .DeliveryLag
    assert.deepEqual(lag(0), [300])
    assert.deepEqual(lag(10, -60, 0), [290, 360])
    assert.deepEqual(lag(600), [0], 'a record from ahead of the clock is not late')
  })

  it('keeps the first malformed message for the log', () => {
    assert.deepEqual(run([record(), record({ eventID: 'bad', eventName: 7 }), 'x']).malformedSample, {
      id: 'bad',
      reason: 'no valid eventName',
    })
    assert.equal(run([record()]).malformedSample, undefined)
  })

  it('takes records of 14 days less an hour, and of two hours ahead', () => {
    const around = (ms: number) =>
      run([record({ eventTime: new Date(NOW + ms).toISOString() })]).counts.expired
    assert.deepEqual([-335 * HOUR, -335 * HOUR - 1, 2 * HOUR, 2 * HOUR + 1].map(around), [0, 1, 0, 1])
  })

  it('takes older ones where MAX_AGE_HOURS says so, but never from before 1970', () => {
    const env = { MAX_AGE_HOURS: '10000000' }
    assert.equal(run([record({ eventTime: '1970-01-01T00:00:00Z' })], env).counts.counted, 1)
    assert.equal(run([record({ eventTime: '1969-12-31T23:59:59Z' })], env).counts.expired, 1)
  })

  it('counts other eventTypes where EVENT_TYPES adds them, but never summaries', () => {
    const env = { EVENT_TYPES: 'AwsApiCall,AwsConsoleSignIn' }
    assert.deepEqual(counts([record({ eventType: 'AwsConsoleSignIn', eventName: 'ConsoleLogin' })], env), {
      RecordsReceived: 1,
      RecordsCounted: 1,
    })
    for (const members of [
      { eventType: 'AwsCloudTrailInsight' },
      { eventCategory: 'Insight' },
      { eventCategory: 'Aggregated' },
    ]) {
      assert.deepEqual(counts([record(members)], env), { RecordsReceived: 1, RecordsSkipped: 1 })
    }
  })

  it('counts calls only where EVENT_TYPES leaves them in', () => {
    assert.deepEqual(
      counts([record(), record({ eventType: undefined })], { EVENT_TYPES: 'AwsConsoleSignIn' }),
      {
        RecordsReceived: 2,
        RecordsSkipped: 2,
      },
    )
  })

  it('skips records of other types, even if they are malformed', () => {
    assert.deepEqual(counts([{ eventType: 'AwsVpceEvent' }]), { RecordsReceived: 1, RecordsSkipped: 1 })
  })
})

describe('pipeline: duplicates', () => {
  it('shows an observer the outcome of each call', () => {
    const shown: unknown[] = []
    const config = readConfig({ EXCLUDE_OPERATIONS: 'ec2:Filtered', MAX_SERIES: '1' })
    const observed = createPipeline(config, FUNCTION_NAME, ({ dimensions }, outcome, folded) =>
      shown.push([dimensions.Operation, outcome, folded.length]),
    )
    const all = ['One', 'One', 'Folded', 'Filtered', 'Expired'].map((eventName) =>
      record({
        eventName,
        eventID: eventName,
        ...(eventName === 'Expired' ? { eventTime: '2020-01-01T00:00:00Z' } : {}),
      }),
    )
    const { lines } = runIn(observed, [...all, 'x'])
    assert.deepEqual(shown, [
      ['One', 'counted', 0],
      ['One', 'duplicate', 0],
      ['Folded', 'counted', 1],
      ['Filtered', 'filtered', 0],
      ['Expired', 'expired', 0],
    ])
    assert.deepEqual(lines, runIn(createPipeline(config, FUNCTION_NAME), [...all, 'x']).lines)
  })

  it('counts an eventID once in a batch and across batches', () => {
    const warm = pipeline()
    const first = runIn(warm, [record({ eventID: 'a' }), record({ eventID: 'a' })])
    first.commit()
    const second = runIn(warm, [record({ eventID: 'a' }), record({ eventID: 'b' })])
    assert.deepEqual(
      [first, second].map(({ counts: { counted, duplicate } }) => [counted, duplicate]),
      [
        [1, 1],
        [1, 1],
      ],
    )
  })

  it('counts uncommitted records again', () => {
    const warm = pipeline()
    const all = records(3)
    const failed = runIn(warm, all)
    assert.deepEqual(runIn(warm, all).lines, failed.lines)
  })

  it('remembers 25,000 IDs', () => {
    const warm = pipeline()
    const all = records(25_000)
    for (let i = 0; i < all.length; i += 100) runIn(warm, all.slice(i, i + 100)).commit()
    const again = runIn(warm, all)
    assert.equal(again.counts.duplicate, 25_000)
  })

  it('counts a record that expired when it comes again in time', () => {
    const warm = pipeline()
    const early = [record({ eventID: 'a', eventTime: at(0) })]
    runIn(warm, early, NOW - 3 * HOUR).commit()
    assert.equal(runIn(warm, early).counts.counted, 1)
  })

  it('rejects records without any ID for one another', () => {
    assert.equal(run([record(), record()]).counts.counted, 2)
  })

  it('distinguishes the calls of one action in several accounts by their eventIDs', () => {
    const shared = { sharedEventID: 'shared' }
    const all = [
      record({ ...shared, eventID: 'a', recipientAccountId: '111111111111' }),
      record({ ...shared, eventID: 'b', recipientAccountId: '222222222222' }),
    ]
    assert.equal(run(all).counts.counted, 2)
  })
})

describe('pipeline: series budget', () => {
  const named = (from: number, to: number) =>
    records(to - from, (i) => ({ eventID: `id-${from + i}`, eventName: `Op${from + i}` }))

  it('folds series beyond MAX_SERIES, reports it and loses no call', () => {
    const { lines, counts } = run(named(0, 10), { MAX_SERIES: '5' })
    const operations = sums(lines, 'CallCount')
    assert.equal(counts.folded, 5)
    assert.equal(ownSums(lines).CallsFolded, 5)
    assert.equal(operations.get(`Service=ec2,Operation=(other),Region=eu-west-1@${EVENT_MINUTE}`), 5)
    assert.equal(operations.get(REGION), 10)
  })

  it('knows series that it started, and starts new ones with the next hour of the clock', () => {
    const warm = pipeline({ MAX_SERIES: '3' })
    runIn(warm, named(0, 2)).commit()
    assert.equal(runIn(warm, named(2, 4)).counts.folded, 1)
    assert.equal(runIn(warm, [record({ eventName: 'Op0' })]).counts.folded, 0)
    const nextHour = runIn(warm, named(2, 4), NOW + HOUR)
    assert.equal(nextHour.counts.folded, 0)
  })

  it('folds no series of the sets that alarms use because an extra set has too many', () => {
    const storm = records(500, (i) => ({ userIdentity: assumedRole(`user${i}`) }))
    const throttled = record({
      eventSource: 'ssm.amazonaws.com',
      eventName: 'PutParameter',
      errorCode: 'ThrottlingException',
    })
    const env = { EXTRA_DIMENSION_SETS: 'Service,Principal', MAX_SERIES: '100' }
    const { lines, counts } = run([...storm, throttled], env)
    assert.equal(counts.folded, 401)
    const series = `Service=ssm,Operation=PutParameter,Region=eu-west-1@${EVENT_MINUTE}`
    assert.equal(sums(lines, 'ThrottleCount').get(series), 1)
    assert.equal(sums(lines, 'CallCount').get(`Service=ec2,Principal=(other)@${EVENT_MINUTE}`), 400)
  })

  it('starts nothing in an invocation that fails', () => {
    const warm = pipeline({ MAX_SERIES: '3' })
    assert.equal(runIn(warm, named(0, 2)).counts.folded, 0)
    assert.equal(runIn(warm, named(2, 4)).counts.folded, 0)
  })
})

describe('pipeline: odd records', () => {
  it('counts names that JavaScript objects already have', () => {
    for (const name of ['__proto__', 'constructor', 'toString', 'hasOwnProperty']) {
      const members = {
        eventSource: name,
        eventName: name,
        awsRegion: name,
        errorCode: name,
        userAgent: name,
      }
      const env = { EXTRA_DIMENSION_SETS: 'ErrorCode;Agent', MAX_SERIES: '100' }
      const { lines } = run([record(members), record(members)], env)
      for (const line of lines) parseEmf(line, NOW)
      assert.equal(sums(lines, 'CallCount').get(`ErrorCode=${name}@${EVENT_MINUTE}`), 2)
    }
  })

  it('counts a record with a user agent of 200 KB and names of 5,000 characters', () => {
    const long = record({
      userAgent: 'x'.repeat(200_000),
      eventName: 'y'.repeat(5000),
      errorCode: 'z'.repeat(5000),
    })
    const { lines, counts } = run([long, record()])
    assert.equal(counts.counted, 2)
    for (const line of lines) parseEmf(line, NOW)
  })

  it('counts the other records next to one with a nesting of 100,000', () => {
    const deep = `{"a":${'['.repeat(100_000)}${']'.repeat(100_000)},${JSON.stringify(record()).slice(1)}`
    const { counts } = run([deep, '['.repeat(100_000), record()])
    assert.deepEqual([counts.counted, counts.malformed], [2, 1])
  })

  it('counts a batch of 40,000 small records', () => {
    const small = records(40_000, (i) => ({ eventName: `Op${i % 50}`, eventTime: at(i % 250) }))
    const { lines, counts } = run(small, { MAX_SERIES: '100' })
    assert.equal(counts.counted, 40_000)
    const perMinute = [...sums(lines, 'CallCount')].filter(([series]) =>
      series.startsWith('Service=ec2,Region'),
    )
    assert.deepEqual(
      perMinute.map(([, calls]) => calls),
      [9600, 9600, 9600, 9600, 1600],
    )
  })

  it('has the same sums for one call in every set', () => {
    const { lines } = run([record()])
    assert.deepEqual(
      [...sums(lines, 'CallCount')],
      [
        [OPERATION, 1],
        [REGION, 1],
      ],
    )
  })
})
