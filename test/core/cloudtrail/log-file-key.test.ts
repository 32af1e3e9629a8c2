import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { deliveryTime } from '../../../src/core/cloudtrail/log-file-key.ts'

const named = (time: string) => `trail/111122223333_CloudTrail_eu-west-1_${time}_abc.json.gz`

describe('deliveryTime', () => {
  it('is in the name that CloudTrail gives a file', () =>
    assert.equal(deliveryTime(named('20261001T1205Z')), Date.parse('2026-10-01T12:05:00Z')))

  it('is unknown for other names', () => {
    for (const name of ['trail.json', named('20261341T1205Z'), 'x_CloudTrail_20261001T1205Z/a.json'])
      assert.equal(deliveryTime(name), undefined)
  })
})
