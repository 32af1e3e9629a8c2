import assert from 'node:assert/strict'
import { after, beforeEach, describe, it } from 'node:test'
import { agentOf } from '../../../../src/core/cloudtrail/agent.ts'
import { awsClients } from '../../../../src/operate/aws/clients.ts'
import type { Facts } from '../../../../src/operate/doctor/facts/facts.ts'
import { DOCTOR_AGENT } from '../../../../src/operate/doctor/proof/call.ts'
import { proveByCall } from '../../../../src/operate/doctor/proof/wait.ts'
import { judge } from '../../../../src/operate/doctor/report.ts'
import { CALLER_IDENTITY, denied, startStub, useEndpoint } from '../../../support/aws-stub.ts'
import { DENIED, facts, known, MINUTE, NOW, stackOf, trail } from '../../../support/doctor-facts.ts'

const stub = await startStub()
useEndpoint(stub.url)
after(() => stub.stop())

/** When the records of a call get to each place, in minutes after the call; never if undefined. */
interface Path {
  readonly recorded?: number
  readonly delivered?: number
  readonly counted?: number
  /** The agents in Callers of the document. */
  readonly agents?: readonly string[]
}

let now = NOW
let told: string[] = []
const minutes = () => (now - NOW) / MINUTE
const has = (from: number | undefined) => from !== undefined && minutes() >= from

beforeEach(() => {
  now = NOW
  told = []
})

/** The document of the function that counts the call. */
function document(agents: readonly string[] | undefined, timestamp = NOW): string {
  return JSON.stringify({
    Service: 'sts',
    Operation: 'GetCallerIdentity',
    Region: 'eu-west-1',
    ...(agents && { Callers: agents.map((Agent) => ({ Principal: 'role/x', Agent, Calls: 1 })) }),
    _aws: { Timestamp: timestamp },
    CallCount: 1,
  })
}

/** Answers as AWS does when records take this path. */
function answerAs({ recorded, delivered, counted, agents = [DOCTOR_AGENT] }: Path): void {
  let requestId = ''
  stub.answer({
    GetCallerIdentity: (_, call) => {
      requestId = call.requestId
      return CALLER_IDENTITY
    },
    LookupEvents: ({ LookupAttributes }) => {
      assert.deepEqual(LookupAttributes, [{ AttributeKey: 'AccessKeyId', AttributeValue: 'AKIDSTUB' }])
      const event = { EventTime: NOW / 1000, CloudTrailEvent: JSON.stringify({ requestID: requestId }) }
      const others = { EventTime: NOW / 1000, CloudTrailEvent: '{"requestID":"another"}' }
      return { Events: has(recorded) ? [others, event] : [others] }
    },
    GetTrailStatus: () => ({
      LatestCloudWatchLogsDeliveryTime: (has(delivered) ? now : NOW - MINUTE) / 1000,
      LatestDeliveryTime: NOW / 1000 - 60,
    }),
    FilterLogEvents: () => ({
      // An earlier call of doctor is in the log as well.
      events: [
        { message: document([DOCTOR_AGENT], NOW - 10 * MINUTE) },
        ...(has(counted) ? [{ message: document(agents) }] : []),
      ],
    }),
  })
}

async function prove(given: Facts) {
  const finding = await proveByCall(
    {
      aws: awsClients({ appId: 'api-usage' }),
      caller: awsClients({ appId: DOCTOR_AGENT }),
      now: () => now,
      sleep: async (ms) => {
        now += ms
      },
      tell: (line) => told.push(line),
    },
    given,
    judge(given),
  )
  return finding
}

const calls = (operation: string) => stub.calls.filter((call) => call.operation === operation)

describe('doctor --wait', () => {
  it('makes one call as api-usage-doctor, which the function takes for its agent', async () => {
    answerAs({ recorded: 2, delivered: 5, counted: 6 })
    const before = calls('GetCallerIdentity').length
    const { verdict, found } = await prove(facts('Logs'))
    assert.equal(verdict, 'pass', found)
    const made = calls('GetCallerIdentity').slice(before)
    assert.equal(made.length, 1)
    assert.equal(agentOf(made[0]?.userAgent ?? ''), DOCTOR_AGENT)
    assert.equal(made[0]?.region, 'eu-west-1')
  })

  it("passes when the function's log has it, and reports each step and the usual delay", async () => {
    answerAs({ recorded: 2, delivered: 5, counted: 6 })
    const { found } = await prove(facts('Logs'))
    assert.match(found, /counted the call 6 minutes after it was made, and its log has api-usage-doctor/)
    assert.match(
      told[0] ?? '',
      /Made the read-only call sts:GetCallerIdentity in eu-west-1 as api-usage-doctor\./,
    )
    assert.match(
      told[1] ?? '',
      /5 minutes on average, sometimes 15\. Waiting for up to 20 minutes\. .*Ctrl\+C/,
    )
    assert.deepEqual(told.slice(2), [
      '1 minute: not recorded by CloudTrail yet.',
      '2 minutes: CloudTrail has recorded the call.',
      '3 minutes: recorded by CloudTrail, not counted yet.',
      '4 minutes: recorded by CloudTrail, not counted yet.',
      '5 minutes: The trail has delivered since then.',
    ])
  })

  it('is not misled by its own earlier call', async () => {
    answerAs({ recorded: 1 })
    assert.equal((await prove(facts('Logs'))).verdict, 'fail')
  })

  it('looks CloudTrail up at most twice a minute', async () => {
    answerAs({})
    const before = calls('LookupEvents').length
    await prove(facts('Logs'))
    assert.ok(calls('LookupEvents').length - before <= 42)
  })

  it('writes nothing anywhere', async () => {
    const reading = /^(?:Get|LookupEvents$|FilterLogEvents$)/
    assert.deepEqual(
      stub.calls.filter(({ operation }) => !reading.test(operation)),
      [],
    )
  })
})

describe('doctor --wait says where the call got stuck:', () => {
  const STUCK: readonly (readonly [string, Path, Facts, RegExp, RegExp])[] = [
    [
      'before CloudTrail',
      {},
      facts('Logs'),
      /CloudTrail did not record the call in 20 minutes/,
      /Health Dashboard/,
    ],
    [
      'in the trail',
      { recorded: 2 },
      facts('Logs'),
      /recorded the call, but the trail delivered nothing/,
      /the role for the log group/,
    ],
    [
      'between the trail and the function',
      { recorded: 2, delivered: 5 },
      facts('Logs', { stack: stackOf('Logs', { parameters: { FilterPattern: '{ $.x = 1 }' } }) }),
      /The trail delivered, but the function did not count the call/,
      /check the subscription.*Check that FilterPattern matches.*--function-only/,
    ],
    [
      'between a trail of another account and the function',
      { recorded: 2 },
      facts('S3', { trails: known([]) }),
      /CloudTrail recorded the call, but the function did not count/,
      /check the bucket's events, the rule, the queue/,
    ],
  ]
  for (const [where, path, given, found, next] of STUCK)
    it(where, async () => {
      answerAs(path)
      const finding = await prove(given)
      assert.equal(finding.verdict, 'fail')
      assert.match(finding.found, found)
      assert.match(finding.next ?? '', next)
    })

  it('unknown without cloudtrail:LookupEvents, which it reports once', async () => {
    answerAs({})
    stub.answer({ LookupEvents: () => denied('cloudtrail:LookupEvents') })
    const { verdict, next } = await prove(facts('Logs'))
    assert.equal(verdict, 'fail')
    assert.match(next ?? '', /Allow cloudtrail:LookupEvents/)
    assert.equal(told.filter((line) => line.includes('cloudtrail:LookupEvents')).length, 1)
  })
})

describe('doctor --wait cannot tell', () => {
  it('if the log names other callers of that minute alone', async () => {
    answerAs({ recorded: 1, delivered: 2, counted: 3, agents: ['Terraform'] })
    const { verdict, found } = await prove(facts('Logs'))
    assert.equal(verdict, 'unknown')
    assert.match(
      found,
      /counted calls of sts:GetCallerIdentity in that minute, but api-usage-doctor isn't among the top callers/,
    )
    assert.equal(minutes(), 6)
  })

  it('if the log cannot be read', async () => {
    answerAs({})
    stub.answer({ FilterLogEvents: () => denied('logs:FilterLogEvents') })
    const { verdict, next } = await prove(facts('Logs'))
    assert.equal(verdict, 'unknown')
    assert.match(next ?? '', /Allow logs:FilterLogEvents/)
  })

  it('if the trail leaves read events out, or the stack counts none of the calls: then it makes none', async () => {
    answerAs({})
    const before = stub.calls.length
    const noReads = trail({ coverage: known({ reads: false, writes: true, excludedSources: [] }) })
    const onlyS3 = stackOf('Logs', { parameters: { IncludeOperations: 's3:*' } })
    const findings = [
      await prove(facts('Logs', { trails: known([noReads]) })),
      await prove(facts('Logs', { stack: onlyS3 })),
    ]
    assert.deepEqual(
      findings.map(({ verdict }) => verdict),
      ['unknown', 'unknown'],
    )
    assert.match(findings[0]?.found ?? '', /excludes read events/)
    assert.match(findings[1]?.found ?? '', /IncludeOperations and ExcludeOperations/)
    assert.equal(stub.calls.length, before)
  })
})

describe('doctor --wait', () => {
  it('does not wait in vain: it makes no call while something on the path fails', async () => {
    const before = stub.calls.length
    const { verdict, found, next } = await prove(facts('Logs', { subscription: known([]) }))
    assert.equal(verdict, 'fail')
    assert.match(
      found,
      /^No call was made, because its record can't get through: The log group trail-logs has no/,
    )
    assert.match(next ?? '', /put-subscription-filter/)
    assert.equal(stub.calls.length, before)
  })

  it('waits anyway if it is unknown whether the path works', async () => {
    answerAs({ counted: 1 })
    assert.equal((await prove(facts('Logs', { trails: DENIED, subscription: DENIED }))).verdict, 'pass')
  })

  it('makes a call that the stack counts and the trail records', async () => {
    answerAs({})
    stub.answer({
      DescribeTrails: () => ({ trailList: [] }),
      DescribeAlarms: () => ({ MetricAlarms: [] }),
    })
    const first = async (given: Facts) => {
      await prove(given)
      return told.splice(0)[0] ?? ''
    }
    const stack = (parameters: Record<string, string>) =>
      facts('Logs', { stack: stackOf('Logs', { parameters }) })
    assert.match(
      await first(stack({ ExcludeOperations: 'sts:*' })),
      /Made the read-only call cloudtrail:DescribeTrails/,
    )
    assert.match(
      await first(stack({ IncludeOperations: 'ec2:*, monitoring:*' })),
      /Made the read-only call monitoring:DescribeAlarms/,
    )
    const excludedSources = ['sts.amazonaws.com', 'cloudtrail.amazonaws.com', 'cloudformation.amazonaws.com']
    const coverage = known({ reads: true, writes: true, excludedSources })
    assert.match(
      await first(facts('Logs', { trails: known([trail({ coverage })]) })),
      /monitoring:DescribeAlarms/,
    )
  })

  it('calls the one Region that the trail records', async () => {
    answerAs({})
    const usEast1 = trail({ homeRegion: 'us-east-1', isMultiRegion: false })
    await prove(facts('S3', { trails: known([usEast1]) }))
    assert.match(told[0] ?? '', /in us-east-1/)
  })

  it('takes the count of that minute for proof if TopCallers is 0, as no caller is named then', async () => {
    stub.answer({ FilterLogEvents: () => ({ events: [{ message: document(undefined) }] }) })
    const { verdict, found } = await prove(
      facts('Logs', { stack: stackOf('Logs', { parameters: { TopCallers: '0' } }) }),
    )
    assert.equal(verdict, 'pass')
    assert.match(found, /TopCallers is 0/)
  })

  it('warns of a filter pattern, which may leave the call out', async () => {
    answerAs({ counted: 1 })
    await prove(facts('Logs', { stack: stackOf('Logs', { parameters: { FilterPattern: '{ $.x = 1 }' } }) }))
    assert.match(told[2] ?? '', /\{ \$\.x = 1 \} doesn't match this call, its record never arrives/)
  })
})
