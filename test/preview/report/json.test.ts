import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { GROUPINGS } from '../../../src/preview/analysis/grouping.ts'
import { SORTS } from '../../../src/preview/analysis/sort.ts'
import { jsonReport } from '../../../src/preview/report/json.ts'
import { isObject } from '../../../src/util/json.ts'
import { countedIn, fewRecords } from '../../support/counted.ts'
import { busy, modelOf } from '../../support/report.ts'
import { assertReport, isReport, REPORT_SCHEMA } from '../../support/report-schema.ts'

const NOT_READ = [{ source: 'event history of eu-west-1', from: 0, to: 60_000, reason: 'too many' }]
const LEFT_OUT = [{ filter: '--since 2h', records: 3 }]
const OVERRIDDEN = {
  service: 'ssm',
  operations: ['PutParameter'],
  documented: { refillPerSecond: 3 },
  given: { refillPerSecond: 10, bucketSize: 50 },
  account: '111122223333',
  region: 'eu-west-1',
  from: 'quotas.json',
}

describe('the schema of the JSON report', () => {
  for (const [what, model] of [
    ['nothing', modelOf([], { result: { meters: [] }, emfPath: undefined })],
    ['a busy trail', modelOf([...busy(1000), 'x'])],
    ['several accounts and Regions', modelOf(fewRecords())],
    ['files without a time of delivery', modelOf(busy(10), { result: { knowsLag: false } })],
    [
      'all options',
      modelOf(busy(300), {
        baseline: { counted: countedIn(busy(50, 'old')), leftOut: LEFT_OUT, notRead: NOT_READ },
        notRead: NOT_READ,
        result: { leftOut: LEFT_OUT },
        settings: [{ variable: 'MAX_SERIES', flag: '--max-series', value: '3', from: 'flag' }],
        limits: { overridden: [OVERRIDDEN], notUnderstood: ['Rate of odd things'] },
        limitFiles: ['quotas.json'],
        accountNames: new Map([['111122223333', 'Production']]),
        htmlPath: 'page.html',
        csvPath: 'tables/',
      }),
    ],
    ...GROUPINGS.map((by) => [`a list by ${by}`, modelOf(fewRecords(), { grouping: [by] })] as const),
    ...SORTS.map((sort) => [`an order by ${sort}`, modelOf(fewRecords(), { sort })] as const),
  ] as const)
    it(`is valid for a report on ${what}`, () => assertReport(JSON.parse(jsonReport(model))))

  it('allows only the members of the report, and has all of them', () => {
    const report: Record<string, unknown> = JSON.parse(jsonReport(modelOf(busy(10))))
    assert.equal(isReport({ ...report, more: 1 }), false)
    for (const name of Object.keys(report))
      assert.equal(
        isReport({ ...report, [name]: undefined, version: name === 'version' ? 2 : 1 }),
        false,
        name,
      )
  })

  it('describes every member, and refuses others in all objects', () => {
    const undescribed: string[] = []
    const visit = (schema: unknown, path: string): void => {
      if (!isObject<'properties' | 'additionalProperties'>(schema)) return
      if (isObject<string>(schema.properties)) {
        assert.equal(schema.additionalProperties, false, path)
        for (const [name, member] of Object.entries(schema.properties))
          if (!isDescribed(member)) undescribed.push(`${path}.${name}`)
      }
      for (const [name, part] of Object.entries(schema)) visit(part, `${path}.${name}`)
    }
    visit(REPORT_SCHEMA, '')
    assert.deepEqual(undescribed, [])
  })
})

/** The description can be in a definition that a member refers to. */
function isDescribed(member: unknown): boolean {
  if (!isObject<'description' | '$ref'>(member)) return false
  if (typeof member.description === 'string') return true
  const name = String(member.$ref).replace('#/$defs/', '')
  const definition = isObject<string>(REPORT_SCHEMA.$defs) ? REPORT_SCHEMA.$defs[name] : undefined
  return isObject<'description'>(definition) && typeof definition.description === 'string'
}

describe('jsonReport', () => {
  it('is complete, whatever the text report shows', () => {
    const json = JSON.parse(jsonReport(modelOf(busy(1000), { top: 1 })))
    assert.equal(json.version, 1)
    assert.equal(json.totals.calls, 1000)
    assert.equal(json.records.RecordsCounted, 1000)
    assert.deepEqual([json.usage.length, json.operations.length, json.callers.length], [10, 10, 3])
    assert.deepEqual(json.usage[0].name, ['ec2', 'Operation9', 'eu-west-1'])
    assert.equal(json.closestToLimits.length, 10)
    assert.equal(json.usage[0].limitPerSecond, json.closestToLimits[0].limitPerSecond)
    assert.equal(json.usage[0].utilizationPercent, json.closestToLimits[0].highest.percent)
    assert.equal(json.bills[0].name, 'as configured')
  })

  it('has null for missing values', () => {
    const json = JSON.parse(jsonReport(modelOf([], { emfPath: undefined, result: { knowsLag: false } })))
    const { span, comparison, baselineGaps, deliveryLagSeconds, html, csv, emf, sort } = json
    assert.deepEqual(
      [span, comparison, baselineGaps, deliveryLagSeconds, html, csv, emf, sort],
      new Array(8).fill(null),
    )
    assert.equal(json.totals.peakTime, null)
  })
})
