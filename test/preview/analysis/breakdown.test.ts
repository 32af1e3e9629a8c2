import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { Extraction } from '../../../src/cloudwatch/extract.ts'
import { callersOf, ownSums, throttledOperations, timeSpan } from '../../../src/preview/analysis/breakdown.ts'
import { smallExtraction } from '../../support/extraction.ts'
import { ACCOUNT, EVENT_MINUTE } from '../../support/records.ts'

describe('what else is read from an extraction', () => {
  it('who is throttled', () => {
    const [{ operation, callers } = { operation: undefined, callers: [] }, ...others] = throttledOperations(
      smallExtraction(),
    )
    assert.deepEqual(others, [])
    assert.deepEqual([operation?.name, operation?.throttles], [['ssm', 'PutParameter', 'eu-west-1'], 3])
    assert.deepEqual(
      callers.map(({ principal, throttles }) => [principal, throttles]),
      [
        ['role/deployer', 2],
        ['role/scanner', 1],
      ],
    )
  })

  it('callers over all operations, the most throttled first', () => {
    const [first, second] = callersOf(smallExtraction())
    assert.deepEqual([first?.principal, first?.throttles], ['role/deployer', 2])
    assert.deepEqual(second, {
      account: ACCOUNT,
      principal: 'role/scanner',
      agent: 'Boto3',
      agents: 1,
      calls: 10,
      throttles: 1,
    })
  })

  it('the counts of the function', () => {
    const { RecordsReceived, RecordsCounted, RecordsMalformed } = Object.fromEntries(
      ownSums(smallExtraction()),
    )
    assert.deepEqual([RecordsReceived, RecordsCounted, RecordsMalformed], [14, 13, 1])
  })

  it('the time that it spans', () => {
    assert.deepEqual(timeSpan(smallExtraction()), { from: EVENT_MINUTE, to: EVENT_MINUTE + 60_000 })
    assert.equal(timeSpan(new Extraction()), undefined)
  })
})
