import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { ReportModel } from '../../../../src/preview/report/model.ts'
import { textReport } from '../../../../src/preview/report/text/text.ts'
import { assertGolden } from '../../../support/golden.ts'
import { ACCOUNT, records } from '../../../support/records.ts'
import { busy, extracted, modelOf } from '../../../support/report.ts'

describe('textReport', () => {
  const all = [...busy(3000), 'x', ...busy(5)]

  it('shows what came in, what is busy, who is throttled, who calls and what it costs', () => {
    assertGolden('report.txt', `${textReport(modelOf(all, { result: { filesPassedOver: 2 } }), 120)}\n`)
  })

  it('shows what is different from an older trail', () => {
    const { comparison } = modelOf(busy(3000), {
      baseline: { leftOut: [], notRead: [], extraction: extracted(busy(300, 'old')) },
    })
    const model = { ...modelOf(all, { grouping: ['principal'], top: 3 }), comparison }
    assertGolden('report-comparison.txt', `${textReport(model, 120)}\n`)
  })

  it('does not show what is rare as nothing', () => {
    const rare = { name: 'ec2:Rare', before: 0, after: 0.01 }
    const none = { appeared: [], disappeared: [], grown: [] }
    const comparison = { operations: { ...none, appeared: [rare] }, callers: none, throttles: [], errors: [] }
    assert.match(textReport({ ...modelOf([]), comparison }, 80), /ec2:Rare +0 +< 0\.1 +new/)
  })

  it('fits into the terminal where it can', () => {
    const [, tables = ''] = textReport(modelOf(all), 80).split('Top 5')
    for (const line of tables.split('The bill')[0]?.split('\n') ?? []) assert.ok(line.length <= 80, line)
  })

  it('cuts no name of an operation for the sake of limits', () => {
    const long = 'DescribeVeryLongNamesOfOperations'
    const model = modelOf(records(100, () => ({ eventName: long })))
    const unlimited = model.usage.map((row) => ({
      ...row,
      limitPerSecond: undefined,
      utilizationPercent: undefined,
    }))
    const rowOf = (text: string) => /^ec2 .*$/m.exec(text)?.[0] ?? ''
    for (const width of [60, 80, 100, 120, 140, 200]) {
      const nameIn = (one: ReportModel) => /^ec2 +(\S+)/.exec(rowOf(textReport(one, width)))?.[1] ?? ''
      assert.ok(nameIn(model).length >= nameIn({ ...model, usage: unlimited }).length, `${width}`)
    }
    assert.match(textReport(model, 140), new RegExp(`^Service .*Limit/s +Used.*\\nec2 +${long} `, 'm'))
  })

  it('has a column of accounts for limits only where there are several', () => {
    const section = (model: ReportModel) => textReport(model, 200).split('Closest to their limits')[1] ?? ''
    const own = records(10, (i) => ({ recipientAccountId: i < 5 ? ACCOUNT : '444455556666' }))
    assert.match(section(modelOf(own)), /^ec2 DescribeInstances +444455556666 /m)
    assert.match(section(modelOf(busy(100))), /^Operation +Region /m)
  })

  it('says where a narrow terminal leaves out columns of limits', () => {
    const [, section = ''] = textReport(modelOf(all), 80).split('Closest to their limits')
    assert.match(section, /Not shown in this width: .*Bucket/)
    assert.match(section, /^https:\/\/docs\.aws\.amazon\.com\//m)
    assert.doesNotMatch(textReport(modelOf(all), 200), /Not shown/)
  })

  it('says which limits are the own ones of the user, and which quotas were not understood', () => {
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
    assert.match(text, /Documented limits that --limits overrides: 1\n/)
    assert.match(text, /ssm PutParameter +3\/s +10\/s, bucket 50 +111122223333 eu-west-1 +quotas\.json\n/)
    assert.match(text, /not understood, so not used \(1\): Rate of odd things\n/)
    assert.doesNotMatch(textReport(modelOf([]), 120), /--limits/)
  })

  it('says which calls are missing, of the older trail as well', () => {
    const notRead = [{ source: 'event history of eu-west-1', from: 0, to: 61_000, reason: 'too many' }]
    const leftOut = [
      { filter: '--since x', records: 1200 },
      { filter: '--service y', records: 0 },
    ]
    const text = textReport(
      modelOf([], {
        notRead,
        result: { leftOut },
        baseline: { extraction: extracted([]), leftOut: leftOut.slice(1), notRead: [] },
      }),
      80,
    )
    for (const line of [
      'Not read: calls from 1970-01-01 00:00:00 to 1970-01-01 00:01:01 UTC in the event history of eu-west-1 (too many)',
      'Left out before counting: 1,200 records (1,200 by --since x, 0 by --service y)',
      'Left out of the older calls: 0 records (0 by --service y)',
    ])
      assert.ok(text.split('\n').includes(line), line)
  })

  it('can show that there was nothing', () => {
    const text = textReport(modelOf([], { result: { meters: [] } }), 80)
    assert.match(text, /Records in 1 file\n/)
    assert.match(text, /Top 0 of 0 by operation/)
    assert.match(text, /Nothing was throttled/)
    assert.match(text, /Closest to their limits: no operation/)
  })

  it('says when MAX_SERIES was reached', () => {
    const extraction = extracted(busy(100), { MAX_SERIES: '3' })
    assert.match(
      textReport(modelOf([], { result: { extraction } }), 80),
      /of the calls count under \(other\): MAX_SERIES was reached/,
    )
  })
})
