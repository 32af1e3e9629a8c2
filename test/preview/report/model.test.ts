import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { readTemplate } from '../../../src/cli/assets.ts'
import { readDashboard } from '../../../src/cloudwatch/dashboard.ts'
import { busy, extracted, modelOf } from '../../support/report.ts'
import { FUNCTION_NAME } from '../../support/run.ts'

describe('reportModel', () => {
  it('is plain data', () => {
    const model = modelOf(busy(200), {
      baseline: { extraction: extracted(busy(50, 'old')), leftOut: [], notRead: [] },
    })
    assert.deepEqual(structuredClone(model), model)
  })

  it('accounts for every record', () => {
    const { RecordsReceived, ...parts } = modelOf(['x', ...busy(10), ...busy(2)]).records
    assert.equal(RecordsReceived, 13)
    assert.equal(
      Object.values(parts).reduce((sum, part) => sum + part, 0),
      RecordsReceived,
    )
  })

  it('has a lag only if the files tell when they were delivered', () => {
    assert.deepEqual(modelOf(busy(100)).lag, { least: 201, most: 300 })
    assert.equal(modelOf(busy(100), { result: { knowsLag: false } }).lag, undefined)
  })

  it('has the widgets of the dashboard if a page is made, without a lag that is not known', () => {
    const values = { MetricNamespace: 'ApiUsage', ApiUsageFunction: FUNCTION_NAME, 'AWS::StackName': 'x' }
    const dashboard = readDashboard(readTemplate(), values)
    const lagOf = (knowsLag: boolean) =>
      modelOf(busy(100), { dashboard, result: { knowsLag } })
        .dashboard.widgets.flatMap((widget) => (widget.kind === 'metrics' ? widget.lines : []))
        .filter(({ label }) => label === 'newest' || label === 'oldest')
        .map(({ values }) => values.length)
    assert.deepEqual(modelOf(busy(100)).dashboard.widgets, [])
    assert.deepEqual(lagOf(true), [1, 1])
    assert.deepEqual(lagOf(false), [0, 0])
  })

  it('names each bill by its configuration', () => {
    const meter = modelOf(busy(10)).bills[0]?.meter
    assert.ok(meter)
    const { bills } = modelOf([], { variants: ['a', 'b'], result: { meters: [meter, meter] } })
    assert.deepEqual(
      bills.map(({ name }) => name),
      ['a', 'b'],
    )
  })
})
