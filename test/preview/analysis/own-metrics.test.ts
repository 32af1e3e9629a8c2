import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { deliveryLag, ownSums } from '../../../src/preview/analysis/own-metrics.ts'
import { fewRecords } from '../../support/counted.ts'
import { extracted } from '../../support/report.ts'

describe("the function's own metrics", () => {
  const extraction = extracted([...fewRecords(), 'x'])

  it('each have a sum', () => {
    const { RecordsReceived, RecordsCounted, RecordsMalformed } = Object.fromEntries(ownSums(extraction))
    assert.deepEqual([RecordsReceived, RecordsCounted, RecordsMalformed], [14, 13, 1])
  })

  it('include the lag, if anything was counted', () => {
    assert.deepEqual(deliveryLag(extraction), { least: 232, most: 300 })
    assert.equal(deliveryLag(extracted(['x'])), undefined)
  })
})
