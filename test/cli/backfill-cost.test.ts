import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { readDefaultPrices } from '../../src/cli/assets.ts'
import { configOfStack, costOf, parameterOf } from '../../src/cli/backfill-cost.ts'
import { DEFAULTS } from '../../src/core/config.ts'
import { readPrices } from '../../src/preview/analysis/bill.ts'
import { message, NOW, record } from '../support/records.ts'
import { readTemplate } from '../support/template.ts'

const PRICES = readPrices(readDefaultPrices())
const HOUR = 3_600_000

/** Files of an hour with one call of each of several operations, each file `bytes` long. */
function sampleOf(operations: number, bytes: number) {
  const messages = Array.from({ length: operations }, (_, i) =>
    message(record({ eventID: `${i}`, eventName: `Describe${i}` })),
  )
  return { deliveries: [{ deliveredAt: NOW, messages }], records: operations, bytes, isWhole: true }
}

describe('the cost of a backfill', () => {
  const files = { files: 100, bytes: 1000, hours: 10, busiest: NOW - HOUR }
  const cost = costOf(files, sampleOf(20, 50), configOfStack({}), NOW, PRICES)

  it('has the number of records that the bytes of all files suggest', () => assert.equal(cost.records, 400))

  it('has the metrics of the busiest hour in every hour', () => {
    // 20 of the operations and one of the service.
    const metrics = 21 * 10
    assert.ok(Math.abs(cost.metrics - (metrics * 0.3) / 730) < 1e-9, String(cost.metrics))
  })

  it('grows with what the stack counts by', () => {
    const more = configOfStack({ ExtraDimensionSets: 'Service,Operation,Region,Account', Source: 'Logs' })
    assert.ok(costOf(files, sampleOf(20, 50), more, NOW, PRICES).metrics > cost.metrics)
    const none = configOfStack({ IncludeOperations: 's3:*' })
    assert.equal(costOf(files, sampleOf(20, 50), none, NOW, PRICES).metrics, 0)
  })

  it('is a number if nothing could be read', () => {
    const empty = { deliveries: [], records: 0, bytes: 0, isWhole: true }
    const { records, metrics, log } = costOf(files, empty, configOfStack({}), NOW, PRICES)
    assert.deepEqual({ records, metrics, log }, { records: 0, metrics: 0, log: 0 })
  })
})

describe('the configuration of a stack', () => {
  it('has a parameter of the template for each variable', () => {
    const { Parameters } = readTemplate()
    for (const variable of Object.keys(DEFAULTS)) assert.ok(Parameters[parameterOf(variable)], variable)
  })
})
