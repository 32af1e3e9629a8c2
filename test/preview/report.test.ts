import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { monthlyBill, readPrices } from '../../src/preview/bill.ts'
import { COMPARED_SETS, compare } from '../../src/preview/compare.ts'
import { readDocument } from '../../src/preview/document.ts'
import { Extraction } from '../../src/preview/extract.ts'
import { jsonReport } from '../../src/preview/json-report.ts'
import { BillingMeter } from '../../src/preview/meter.ts'
import { type ReportInput, report } from '../../src/preview/report.ts'
import { assertGolden } from '../support/golden.ts'
import { assumedRole, at, type Json, records } from '../support/records.ts'
import { run } from '../support/run.ts'

function extract(contents: readonly unknown[]): Extraction {
  const extraction = new Extraction()
  const env = { EXTRA_DIMENSION_SETS: Object.values(COMPARED_SETS).join(';') }
  for (const line of run(contents, env).lines) extraction.add(readDocument(line))
  return extraction
}

/** Calls of ten operations by three roles in 100 seconds. */
const busy = (count: number, role = 'role'): Json[] =>
  records(count, (i) => ({
    eventName: `Operation${Math.floor(Math.sqrt(i % 100))}`,
    eventTime: at(i % 100),
    userIdentity: assumedRole(`${role}-${i % 3}`),
    ...(i % 7 === 0 ? { errorCode: i % 14 === 0 ? 'Throttling' : 'AccessDenied' } : {}),
  }))

function inputOf(contents: readonly unknown[], more: Partial<ReportInput> = {}): ReportInput {
  const outcome = run(contents)
  const meter = new BillingMeter()
  meter.add(outcome)
  const prices = readPrices()
  return {
    extraction: extract(contents),
    filesRead: 1,
    filesPassedOver: 0,
    lines: outcome.lines.length,
    emfPath: 'out/x.jsonl',
    htmlPath: undefined,
    knowsLag: true,
    grouping: 'operation',
    topCallers: 5,
    top: 5,
    prices,
    bills: [{ name: 'as configured', meter: meter.read(), bill: monthlyBill(meter.read(), prices) }],
    comparison: undefined,
    ...more,
  }
}

describe('report', () => {
  const all = [...busy(3000), 'x', ...busy(5)]

  it('shows what came in, what is busy, who is throttled, who calls and what it costs', () => {
    assertGolden('report.txt', `${report(inputOf(all, { filesPassedOver: 2 }), 120)}\n`)
  })

  it('shows what is different from an older trail', () => {
    const comparison = compare(extract(busy(300, 'old')), extract(busy(3000)))
    assertGolden(
      'report-comparison.txt',
      `${report(inputOf(all, { comparison, grouping: 'principal', top: 3 }), 120)}\n`,
    )
  })

  it('does not show what is rare as nothing', () => {
    const rare = { name: 'ec2:Rare', before: 0, after: 0.01 }
    const none = { appeared: [], disappeared: [], grown: [] }
    const comparison = { operations: { ...none, appeared: [rare] }, callers: none, throttles: [], errors: [] }
    assert.match(report(inputOf([], { comparison }), 80), /ec2:Rare +0 +< 0\.1 +new/)
  })

  it('fits into the terminal where it can', () => {
    const [, tables = ''] = report(inputOf(all), 80).split('Top 5')
    for (const line of tables.split('The bill')[0]?.split('\n') ?? []) assert.ok(line.length <= 80, line)
  })

  it('can show that there was nothing', () => {
    const text = report(inputOf([], { bills: [] }), 80)
    assert.match(text, /Records in 1 file\n/)
    assert.match(text, /Top 0 of 0 by operation/)
    assert.match(text, /Nothing was throttled/)
  })

  it('says when MAX_SERIES was reached', () => {
    const extraction = new Extraction()
    for (const line of run(busy(100), { MAX_SERIES: '3' }).lines) extraction.add(readDocument(line))
    assert.match(
      report(inputOf([], { extraction }), 80),
      /of the calls count under \(other\): MAX_SERIES was reached/,
    )
  })
})

describe('jsonReport', () => {
  it('says the same for programs, in full length', () => {
    const json = JSON.parse(JSON.stringify(jsonReport(inputOf(busy(1000)))))
    assert.equal(json.records.RecordsCounted, 1000)
    assert.equal(json.usage.length, 10)
    assert.deepEqual(json.usage[0].name, ['ec2', 'Operation9', 'eu-west-1'])
    assert.equal(json.callers.length, 3)
    assert.equal(json.bills[0].name, 'as configured')
    assert.deepEqual(json.emf, { path: 'out/x.jsonl', lines: inputOf(busy(1000)).lines })
    assert.equal(json.comparison, null)
    assert.equal(JSON.parse(JSON.stringify(jsonReport(inputOf([])))).span, null)
  })
})
