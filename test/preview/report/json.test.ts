import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { jsonReport } from '../../../src/preview/report/json.ts'
import { busy, modelOf } from '../../support/report.ts'

describe('jsonReport', () => {
  it('says the same for programs, in full length', () => {
    const model = modelOf(busy(1000))
    const json = JSON.parse(jsonReport(model))
    assert.equal(json.records.RecordsCounted, 1000)
    assert.equal(json.usage.length, 10)
    assert.deepEqual(json.usage[0].name, ['ec2', 'Operation9', 'eu-west-1'])
    assert.equal(json.callers.length, 3)
    assert.equal(json.bills[0].name, 'as configured')
    assert.ok(model.emf)
    assert.deepEqual(json.emf, { path: 'out/x.jsonl', lines: model.emf.lines })
    assert.equal(json.comparison, null)
    assert.equal(json.closestToLimits.length, 10)
    assert.deepEqual(json.givenLimits, { files: [], overridden: [], notUnderstood: [] })
    const [{ limitPerSecond, utilizationPercent }] = json.usage
    assert.deepEqual(
      { limitPerSecond, utilizationPercent },
      {
        limitPerSecond: json.closestToLimits[0].limitPerSecond,
        utilizationPercent: json.closestToLimits[0].highest.percent,
      },
    )
    assert.deepEqual(json.leftOut, [])
    const leftOut = [{ filter: '--since 2h', records: 3 }]
    assert.deepEqual(JSON.parse(jsonReport(modelOf([], { result: { leftOut } }))).leftOut, leftOut)
    assert.equal(JSON.parse(jsonReport(modelOf([]))).span, null)
  })
})
