import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Facts, SourceName } from '../../../src/operate/doctor/facts/facts.ts'
import { judge } from '../../../src/operate/doctor/report.ts'
import { DENIED, facts, known } from '../../support/doctor-facts.ts'

describe('a stack that works', () => {
  for (const source of ['Logs', 'Kinesis', 'S3'] as const) {
    it(`passes every check (${source})`, () => {
      const { checks, verdict } = judge(facts(source))
      assert.deepEqual(
        checks.filter((check) => check.verdict !== 'pass'),
        [],
      )
      assert.equal(verdict, 'pass')
    })
  }

  it('is not asked for things that its source does not have', () => {
    const ids = (source: SourceName) => judge(facts(source)).checks.map(({ id }) => id)
    const onlyS3 = ['bucket-events', 'object-rule', 'object-queue']
    assert.deepEqual(
      ids('Logs').filter((id) => onlyS3.includes(id) || id === 'stream-lag' || id === 'failure-bucket'),
      [],
    )
    assert.deepEqual(
      ids('S3').filter((id) => id === 'subscription' || id === 'invoke-permission'),
      [],
    )
    assert.deepEqual(
      ids('Kinesis').filter((id) => onlyS3.includes(id) || id === 'failure-queue'),
      [],
    )
  })

  it('that only other accounts send records to is asked nothing of a trail', () => {
    const { checks } = judge(facts('Kinesis', { trails: undefined, subscription: undefined }))
    assert.deepEqual(
      checks.filter(({ group }) => group === 'Trail'),
      [],
    )
  })
})

describe('the verdict on the stack', () => {
  const verdictOf = (changes: Partial<Facts>) => judge(facts('Logs', changes)).verdict
  it('is fail if anything fails, whatever is unknown', () => {
    assert.equal(verdictOf({ failureQueue: known({ messages: 1 }), log: DENIED }), 'fail')
  })
  it('is unknown if something is unknown and nothing fails', () => {
    assert.equal(verdictOf({ log: DENIED, emails: undefined }), 'unknown')
  })
  it('is pass with warnings', () => {
    assert.equal(verdictOf({ emails: undefined }), 'pass')
  })
  it('counts the checks by verdict', () => {
    const { checks, summary } = judge(facts('Logs', { failureQueue: known({ messages: 1 }), log: DENIED }))
    const { fail, warn, unknown } = summary
    assert.deepEqual({ fail, warn, unknown }, { fail: 1, warn: 0, unknown: 1 })
    assert.equal(summary.pass, checks.length - 2)
  })
})
