import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { GROUPINGS, type Grouping } from '../../../../src/preview/analysis/grouping.ts'
import { SORTS } from '../../../../src/preview/analysis/sort.ts'
import { textReport } from '../../../../src/preview/report/text/text.ts'
import { countedIn } from '../../../support/counted.ts'
import { useNoColors } from '../../../support/environment.ts'
import { assertGolden } from '../../../support/golden.ts'
import { organizationTrail } from '../../../support/organization-trail.ts'
import { ACCOUNT, assumedRole, at, type Json, record, records } from '../../../support/records.ts'
import { busy, extracted, modelOf } from '../../../support/report.ts'

useNoColors()

const all = [...busy(3000), 'x', ...busy(5)]

/** The lines of a section, from the line with this beginning to the next empty line. */
function section(text: string, start: string): readonly string[] {
  const lines = text.split('\n')
  const from = lines.findIndex((line) => line.startsWith(start))
  assert.ok(from >= 0, `${start} in:\n${text}`)
  const to = lines.indexOf('', from)
  return lines.slice(from, to < 0 ? lines.length : to)
}

describe('textReport', () => {
  for (const width of [80, 120])
    it(`shows totals, calls, throttles, limits, callers, errors and costs in ${width} columns`, () => {
      const model = modelOf(all, { result: { filesSkipped: 2 } })
      assertGolden(`report-${width}.txt`, `${textReport(model, width)}\n`)
    })

  it('shows changes since the baseline', () => {
    const { comparison } = modelOf(busy(3000), {
      baseline: { leftOut: [], notRead: [], counted: countedIn(busy(300, 'old')) },
    })
    const model = { ...modelOf(all, { grouping: ['principal'], top: 3 }), comparison }
    assertGolden('report-comparison.txt', `${textReport(model, 120)}\n`)
  })

  it('compares callers with their accounts if the trails have several', () => {
    const of = (recipientAccountId: string) => busy(50).map((one) => ({ ...one, recipientAccountId }))
    const baseline = { leftOut: [], notRead: [], counted: countedIn(of('444455556666')) }
    const accountNames = new Map([['444455556666', 'Old']])
    const several = textReport(modelOf(of(ACCOUNT), { baseline, accountNames }), 120)
    assert.match(several, /^New callers .*\nrole\/role-\d in 111122223333 +0 /m)
    assert.match(several, /^Callers no longer seen .*\n111122223333:role\/role-\d in Old \(444455556666\) /m)
    const one = modelOf(of(ACCOUNT), { baseline: { ...baseline, counted: countedIn(busy(50, 'old')) } })
    assert.doesNotMatch(textReport(one, 120), / in 111122223333/)
  })

  it('begins with the totals', () => {
    const text = textReport(modelOf(all, { sources: ['trail/2026', '-'], result: { filesRead: 3 } }), 100)
    for (const [i, line] of [
      /^API usage from 2026-10-01 12:00 to 12:01 UTC \(2 minutes\)$/,
      /^Calls +3,000$/,
      /^Errors +\d+ \(\d+\.\d % of calls\), including throttled calls$/,
      /^Throttled +\d+ \(\d+\.\d % of calls\)$/,
      /^Peak +30 calls in one second, at 2026-10-01 12:00:\d\d UTC$/,
      /^Accounts +1, in 1 Region: eu-west-1$/,
      /^Callers +3, using 10 operations$/,
      /^Files read +3: trail\/2026, -$/,
      /^Records +3,006: 3,000 counted as calls, 5 duplicates, 1 malformed$/,
    ].entries())
      assert.match(text.split('\n')[i] ?? '', line)
  })

  it('has the singular for one call, file, record and second', () => {
    const text = textReport({ ...modelOf(records(1)), lag: { least: 0.6, most: 1.2 } }, 200)
    for (const line of [
      /^Peak +1 call in one second,/m,
      /^Callers +1, using 1 operation$/m,
      /^Records +1: 1 counted as a call$/m,
      /^Delivery lag +1 to 1 second after the call,/m,
      / The hour of this input has 1 record and \d+ metrics\./,
    ])
      assert.match(text, line)
  })

  it('names the settings that differ from their defaults, and the flags that change them', () => {
    const settings = [
      { variable: 'A', flag: '--a', value: '1', from: 'default' },
      { variable: 'B', flag: '--b', value: '2', from: 'environment' },
      { variable: 'C', flag: '--c', value: '3', from: 'flag' },
    ] as const
    assert.match(
      textReport(modelOf([], { settings }), 200),
      /^Configuration +B=2 \(environment\), --c 3, otherwise defaults; change it with flags such as .*\(see\s+--help\)$/ms,
    )
    assert.match(textReport(modelOf([]), 200), /^Configuration +defaults; change it with flags such as/m)
  })

  it('has the time of each peak, with a date only if there are several', () => {
    const peakAt = (last: number) => {
      const times = [10, 40, 40, last]
      const text = textReport(
        modelOf(
          records(4, (i) => ({ eventTime: at(times[i] ?? 0) })),
          { top: 20, result: { meters: [] } },
        ),
        200,
      )
      return section(text, 'Calls by operation')[2]
    }
    assert.match(peakAt(50) ?? '', /^ec2:DescribeInstances +4 +100 % +0 +0 +2 +12:00:40 /)
    assert.match(peakAt(-86_400) ?? '', / 2 +09-30 12:00:00|2 +10-01 12:00:40 /)
  })

  it('has columns for Regions and accounts only if there are several', () => {
    const text = (members: (i: number) => object) =>
      textReport(
        modelOf(
          records(20, (i) => ({ ...members(i), errorCode: i % 2 === 0 ? 'Throttling' : 'AccessDenied' })),
        ),
        300,
      )
    const one = text(() => ({}))
    for (const start of [
      'Calls by',
      'Throttled operations',
      'Operations closest',
      'Callers: ',
      'Errors other',
    ])
      assert.doesNotMatch(section(one, start)[1] ?? '', /Region|Account/, start)
    const two = text((i) => ({
      awsRegion: i < 10 ? 'eu-west-1' : 'us-east-1',
      recipientAccountId: i < 10 ? ACCOUNT : '444455556666',
    }))
    for (const start of ['Calls by', 'Throttled operations', 'Operations closest', 'Errors other'])
      assert.match(section(two, start)[1] ?? '', /Region/, start)
    for (const start of [
      'Throttled operations',
      'Operations closest',
      'Callers: ',
      'Accounts: ',
      'Errors other',
    ])
      assert.match(section(two, start)[1] ?? '', /Account/, start)
  })

  it('explains the columns that it shows, and that limits apply per account if there are several', () => {
    const text = (members: (i: number) => Json, width: number) =>
      section(textReport(modelOf(records(40, members)), width), 'Calls by operation')
        .slice(2)
        .join(' ')
    const one = text(() => ({}), 200)
    assert.match(
      one,
      /Peak\/s: calls in the busiest second\. at \(UTC\): the time of that second\. Used: how much/,
    )
    assert.doesNotMatch(one, /account/)
    const two = text((i) => ({ recipientAccountId: i < 10 ? ACCOUNT : '444455556666' }), 200)
    assert.match(two, /busiest second, of all accounts together\..* as limits apply per account\./)
    assert.doesNotMatch(
      text(() => ({}), 40),
      /Used:|that second/,
    )
  })

  it('has a row on one line in 120 columns if hiding numbers makes room for it', () => {
    const lines = section(textReport(modelOf(organizationTrail()), 120), 'Calls by operation')
    assert.match(lines[1] ?? '', /^Operation .* Top caller$/)
    assert.ok(lines.every((line) => !line.startsWith(' ')))
  })

  it('says how to see the hidden rows', () => {
    const [, ...lines] = section(
      textReport(modelOf(all), 200),
      'Calls by operation: 5 of 10, most calls first',
    )
    assert.match(lines.at(-1) ?? '', /^5 more rows: use --top 10 to show all/)
    assert.doesNotMatch(textReport(modelOf(all, { top: 10 }), 200), /more row/)
  })

  it('does not round rare calls to zero', () => {
    const rare = { name: ['ec2', 'Rare', 'eu-west-1'], before: 0, after: 0.01 }
    const none = { appeared: [], disappeared: [], grown: [] }
    const comparison = { operations: { ...none, appeared: [rare] }, callers: none, throttles: [], errors: [] }
    assert.match(textReport({ ...modelOf([]), comparison }, 80), /ec2:Rare +0 +< 0\.1 +new/)
    const many = records(3000, (i) => (i === 0 ? { errorCode: 'AccessDenied' } : {}))
    assert.match(textReport(modelOf(many), 80), /^Errors +1 \(< 0\.1 % of calls\)$/m)
  })

  it('lists the limits that the user overrides, and the ignored quotas', () => {
    const overridden = {
      service: 'ssm',
      operations: ['PutParameter'],
      documented: { refillPerSecond: 3 },
      given: { refillPerSecond: 10, bucketSize: 50 },
      account: ACCOUNT,
      region: 'eu-west-1',
      from: 'quotas.json',
    }
    const limits = { overridden: [overridden], notUnderstood: ['Rate of odd things'] }
    const text = textReport(modelOf([], { limits, limitFiles: ['quotas.json'] }), 120)
    assert.match(text, /Documented limits overridden by --limits: 1\n/)
    assert.match(
      text,
      /ssm:PutParameter: 10\/s with a burst of 50 in quotas\.json \(111122223333 eu-west-1\), documented 3\/s\n/,
    )
    assert.match(
      text,
      /Ignored quotas that look like rate limits but can't be interpreted \(1\): Rate of odd things\n/,
    )
    assert.doesNotMatch(textReport(modelOf([]), 120), /--limits/)
  })

  it('says which calls are missing, also from the baseline', () => {
    const notRead = [{ source: 'event history of eu-west-1', from: 0, to: 61_000, reason: 'too many' }]
    const leftOut = [
      { filter: '--since x', records: 1200 },
      { filter: '--service y', records: 0 },
    ]
    const text = textReport(
      modelOf([], {
        notRead,
        result: { leftOut },
        baseline: { counted: countedIn([]), leftOut: leftOut.slice(1), notRead: [] },
      }),
      120,
    )
    for (const line of [
      'Not read: calls from 1970-01-01 00:00:00 to 1970-01-01 00:01:01 UTC in the event history of eu-west-1 (too many)',
      'Excluded by filters: 1,200 records (1,200 by --since x, 0 by --service y)',
      'Excluded from the baseline by filters: 0 records (0 by --service y)',
    ])
      assert.ok(text.split('\n').includes(line), line)
  })

  it('can be empty', () => {
    const text = textReport(modelOf([], { result: { meters: [] } }), 80)
    assert.match(text, /^API usage: no calls\nCalls +0\nErrors +0\nThrottled +0\n/)
    assert.match(text, /^Throttled operations: none$/m)
    assert.match(text, /^Operations with known rate limits have too few calls/m)
  })

  it('says if MAX_SERIES was reached', () => {
    const extraction = extracted(busy(100), { MAX_SERIES: '3' })
    assert.match(
      textReport(modelOf([], { result: { extraction } }), 200),
      /^The metrics count \d+ calls as \(other\), because MAX_SERIES/m,
    )
  })

  it('says which settings have the same bill, and why, instead of the same numbers', () => {
    const meter = modelOf(busy(10)).bills[0]?.meter
    assert.ok(meter)
    const meters = [meter, meter, meter, { ...meter, emfBytes: meter.emfBytes + 1 }]
    const variants = ['as configured', 'MAX_SERIES=100', 'COUNT_BY_ACCOUNT=true', 'MAX_SERIES=1']
    const bill = (extraction = extracted(busy(10))) =>
      textReport(modelOf(busy(10), { variants, result: { meters, extraction } }), 120)
    assert.match(
      bill(),
      /^MAX_SERIES=100: same bill, because no dimension set has more series than that in an hour\.$/m,
    )
    assert.match(
      bill(),
      /^COUNT_BY_ACCOUNT=true: same bill, because it makes no difference to these calls\.$/m,
    )
    assert.match(bill(), /^MAX_SERIES=1 +\$/m)
    assert.doesNotMatch(bill(), /^MAX_SERIES=100 /m)
    assert.match(
      bill(extracted(busy(10), { MAX_SERIES: '1' })),
      /^MAX_SERIES=100: same bill, because it makes no difference/m,
    )
  })

  it('does not round a few metrics in many hours to none', () => {
    const calls = [-100, 0].map((hour) => ({ ...record(), eventID: `${hour}`, eventTime: at(hour * 3600) }))
    assert.match(
      textReport(modelOf(calls), Number.POSITIVE_INFINITY),
      /^A month .* Average: less than one record and less than one metric per hour, the mean of the 101 hours .* \(99 without calls\)\./m,
    )
  })

  it('says how to separate principals of the same name in several accounts', () => {
    const of = (grouping: Grouping, accounts: readonly string[]) =>
      section(
        textReport(
          modelOf(
            records(4, (i) => ({ recipientAccountId: accounts[i % accounts.length] })),
            { grouping },
          ),
          200,
        ),
        'Calls by ',
      ).join(' ')
    const two = [ACCOUNT, '444455556666']
    assert.match(of(['principal'], two), /one row: use --by account,principal/)
    assert.doesNotMatch(of(['principal'], [ACCOUNT]), /one row/)
    assert.doesNotMatch(of(['account', 'principal'], two), /one row/)
  })

  it('has the typical and the busiest hour if there are several hours', () => {
    const calls = [0, 1, 2].flatMap((hour) =>
      records(hour + 1, (i) => ({
        eventID: `${hour} ${i}`,
        eventName: `Op${i}`,
        eventTime: at(hour * 3600),
      })),
    )
    const lines = section(textReport(modelOf(calls), 120), 'Monthly cost of the stack')
    assert.match(lines[1] ?? '', /^Part +Average +Typical hour +Busiest hour$/)
    assert.match(lines[2] ?? '', /^Call metrics +\$0\.90 +\$0\.90 +\$1\.20$/)
    assert.match(section(textReport(modelOf(all), 120), 'Monthly cost of')[1] ?? '', /^Part +Cost per month$/)
  })
})

const letters = fc.string({ unit: fc.constantFrom(...'abcXYZ019_-'), minLength: 1, maxLength: 70 })
const call = fc.record({
  eventName: letters.map((name) => `A${name}`),
  userIdentity: fc
    .tuple(letters, fc.constantFrom(ACCOUNT, '444455556666'))
    .map(([role, id]) => assumedRole(role, id)),
  recipientAccountId: fc.constantFrom(ACCOUNT, '444455556666'),
  awsRegion: fc.constantFrom('eu-west-1', 'us-east-1'),
  eventTime: fc.nat(200_000).map(at),
  errorCode: fc.option(fc.constantFrom('Throttling', 'AccessDenied'), { nil: undefined }),
})
const some = fc
  .array(call, { maxLength: 12 })
  .map((calls) =>
    calls.flatMap((one, i) => records((i % 3) * 4 + 1, (j) => ({ ...one, eventID: `${i} ${j}` }))),
  )
const grouping = fc.subarray([...GROUPINGS], { minLength: 1, maxLength: 2 })

describe('any report', () => {
  it('has no line wider than the terminal unless it is a single name, and cuts no name', () => {
    fc.assert(
      fc.property(
        some,
        fc.integer({ min: 40, max: 200 }),
        grouping,
        fc.constantFrom(...SORTS, undefined),
        (contents, width, by, sort) => {
          const model = modelOf(contents, { grouping: by, sort, top: 1000 })
          const text = textReport(model, width)
          for (const line of text.split('\n'))
            assert.ok(line.length <= width || !/\S\s+\S/.test(line), `${width}: ${line}`)
          const words = new Set(text.split(/\s+/))
          for (const { name } of model.operations) assert.ok(words.has(`${name[0]}:${name[1]}`), name.join())
          for (const { principal } of model.callers) assert.ok(words.has(principal), principal)
        },
      ),
      { numRuns: 60 },
    )
  })
})
