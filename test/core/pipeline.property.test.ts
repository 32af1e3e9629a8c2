import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { ownSums, parseEmf, sums } from '../support/emf.ts'
import { assumedRole, at, dataMessage, encoded, type Json, NOW, record } from '../support/records.ts'
import { pipeline, run, runIn, watchedHandler } from '../support/run.ts'

/** Names that repeat, including ones that could break something. */
const name = fc.constantFrom('A', 'B', 'C', '__proto__', 'constructor', 'ü\u0000', '"\\', ' spaced ')

/** Agents by userAgent. */
const AGENTS = new Map([
  ['A', 'A'],
  ['B/1.0', 'B'],
  ['constructor', 'constructor'],
  ['__proto__', '(other)'],
  ['ü\u0000', '(other)'],
])
const NO_AGENT = 'none'

const recordMembers = fc.record(
  {
    eventSource: fc.constantFrom('ec2.amazonaws.com', 'ssm.amazonaws.com', 'odd'),
    eventName: name,
    awsRegion: fc.constantFrom('eu-west-1', 'us-east-1'),
    eventTime: fc.integer({ min: -200, max: 200 }).map(at),
    errorCode: fc.constantFrom('AccessDenied', 'ThrottlingException', 'Client.RequestLimitExceeded'),
    userIdentity: name.map((role) => assumedRole(role)),
    userAgent: fc.constantFrom(...AGENTS.keys()),
    eventType: fc.constantFrom('AwsApiCall', 'AwsServiceEvent', 'AwsConsoleSignIn', 'AwsCloudTrailInsight'),
  },
  { requiredKeys: ['eventSource', 'eventName', 'awsRegion', 'eventTime'] },
)

/** Records with unique eventIDs. */
const distinctRecords = fc
  .array(recordMembers, { minLength: 1, maxLength: 40 })
  .map((all) =>
    all.map((members, i) =>
      record({ ...members, eventID: `id-${i}`, userAgent: members.userAgent ?? NO_AGENT }),
    ),
  )

const anyJson = fc.oneof(
  fc.json(),
  fc.string({ unit: 'binary' }),
  fc
    .record(
      Object.fromEntries(
        [
          'eventName',
          'eventSource',
          'awsRegion',
          'errorCode',
          'userAgent',
          'userIdentity',
          'eventID',
          'eventType',
        ].map((key) => [key, fc.oneof(fc.jsonValue(), fc.string({ unit: 'binary', maxLength: 3000 }), name)]),
      ),
      { requiredKeys: [] },
    )
    .chain((members) =>
      fc.constantFrom(record(members), { ...record(members), recipientAccountId: members.eventName ?? null }),
    ),
)

const environment = fc.record({
  EXTRA_DIMENSION_SETS: fc.constantFrom(
    '',
    'Service,ErrorCode;Principal,Agent',
    'Account;PrincipalType,Operation',
  ),
  TOP_CALLERS: fc.constantFrom('0', '1', '5', '20'),
  MAX_SERIES: fc.constantFrom('1', '3', '1000'),
  EXCLUDE_OPERATIONS: fc.constantFrom('', 'ssm:A', '*:*'),
  EVENT_TYPES: fc.constantFrom('AwsApiCall', 'AwsServiceEvent,AwsConsoleSignIn'),
})

describe('properties', () => {
  it('received = counted + malformed + duplicate + skipped + filtered + expired, whatever comes in', () => {
    fc.assert(
      fc.property(fc.array(anyJson, { maxLength: 30 }), environment, (contents, env) => {
        const { counts, lines } = run(contents, env)
        const { received, folded, ...parts } = counts
        assert.equal(received, contents.length)
        assert.equal(
          Object.values(parts).reduce((sum, part) => sum + part, 0),
          received,
        )
        assert.ok(folded <= counts.counted)
        const own = ownSums(lines)
        const emitted = ['Counted', 'Malformed', 'Duplicate', 'Skipped', 'Filtered', 'Expired'].map(
          (part) => own[`Records${part}`] ?? 0,
        )
        assert.equal(
          emitted.reduce((sum, part) => sum + part, 0),
          own.RecordsReceived,
        )
      }),
    )
  })

  it('every line is valid EMF, whatever comes in', () => {
    fc.assert(
      fc.property(fc.array(anyJson, { maxLength: 30 }), environment, (contents, env) => {
        for (const line of run(contents, env).lines) parseEmf(line, NOW)
      }),
    )
  })

  it('the sum of CallCount over the series of one set is the number of counted calls, folded or not', () => {
    fc.assert(
      fc.property(distinctRecords, environment, (all, env) => {
        const { lines, counts } = run(all, env)
        const series = [...sums(lines, 'CallCount')].filter(([key]) =>
          /^Service=[^,]*,Region=[^,]*@/.test(key),
        )
        assert.equal(
          series.reduce((sum, [, calls]) => sum + calls, 0),
          counts.counted,
        )
      }),
    )
  })

  it('the sums of every series are the same however records are split, shuffled and repeated', () => {
    const env = {
      EXTRA_DIMENSION_SETS: 'Service,ErrorCode;Principal,Agent;Account',
      EVENT_TYPES: 'AwsApiCall,AwsServiceEvent',
    }
    const deliveries = distinctRecords.chain((all) => {
      const repeated = fc.array(fc.constantFrom(...all), { maxLength: 20 }).chain((again) => {
        return fc.shuffledSubarray([...all, ...again], { minLength: all.length + again.length })
      })
      const cuts = fc.array(fc.nat({ max: 60 }), { maxLength: 6 })
      return fc.record({ all: fc.constant(all), delivered: repeated, cuts })
    })
    fc.assert(
      fc.property(deliveries, ({ all, delivered, cuts }) => {
        const warm = pipeline(env)
        const lines: string[] = []
        for (const batch of split(delivered, cuts)) {
          const outcome = runIn(warm, batch)
          outcome.commit()
          lines.push(...outcome.lines)
        }
        const whole = run(all, env).lines
        for (const metric of ['CallCount', 'ErrorCount', 'ThrottleCount']) {
          assert.deepEqual(sums(lines, metric), sums(whole, metric))
        }
        assert.deepEqual(sums(whole, 'CallCount'), reference(all))
      }),
    )
  })

  it('an invocation that fails leaves no line and nothing remembered: its retry counts in full', async () => {
    await fc.assert(
      fc.asyncProperty(
        distinctRecords,
        fc.integer({ min: 0, max: 5 }),
        fc.boolean(),
        async (all, fails, cutOff) => {
          const env = { MAX_SERIES: '5' }
          let failures = fails
          const watched = watchedHandler({
            env,
            failWrite: () => (failures-- > 0 ? new Error('EPIPE') : undefined),
          })
          const event = { awslogs: { data: encoded(dataMessage(all)) } }
          const broken = { awslogs: { data: event.awslogs.data.slice(0, -20) } }
          if (cutOff) await assert.rejects(watched.handle(broken))
          assert.deepEqual(watched.writes, [])
          while (failures > 0) await assert.rejects(watched.handle(event))
          assert.deepEqual(watched.writes, [])
          await watched.handle(event)
          assert.deepEqual(watched.lines(), run(all, env).lines)
        },
      ),
      { numRuns: 50 },
    )
  })
})

function split<T>(all: readonly T[], cuts: readonly number[]): T[][] {
  const ends = [...new Set([0, ...cuts.filter((cut) => cut < all.length), all.length])].sort((a, b) => a - b)
  return ends.slice(1).map((end, i) => all.slice(ends[i], end))
}

/** The sums counted in the plainest way, from the records themselves. */
function reference(all: readonly Json[]): Map<string, number> {
  const sums = new Map<string, number>()
  const clean = (text: unknown) =>
    String(text)
      .trim()
      .replace(/[^\x20-\x7e]/gu, encodeURIComponent)
  for (const members of all) {
    const {
      eventSource,
      eventName,
      awsRegion,
      eventTime,
      errorCode,
      userAgent,
      recipientAccountId,
      eventType,
    } = members
    if (eventType !== undefined && eventType !== 'AwsApiCall' && eventType !== 'AwsServiceEvent') continue
    const minute = Math.floor(Date.parse(String(eventTime)) / 60_000) * 60_000
    const service = clean(eventSource).replace('.amazonaws.com', '')
    const role = Object(Object(Object(members.userIdentity).sessionContext).sessionIssuer).userName
    const keys = [
      `Service=${service},Operation=${clean(eventName)},Region=${awsRegion}`,
      `Service=${service},Region=${awsRegion}`,
      `Principal=${clean(`role/${role}`)},Agent=${AGENTS.get(String(userAgent)) ?? NO_AGENT}`,
      `Account=${recipientAccountId}`,
      ...(errorCode === undefined ? [] : [`Service=${service},ErrorCode=${errorCode}`]),
    ]
    for (const key of keys) sums.set(`${key}@${minute}`, (sums.get(`${key}@${minute}`) ?? 0) + 1)
  }
  return new Map([...sums].sort(([a], [b]) => (a < b ? -1 : 1)))
}
