import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { type Call, parseMessage } from '../../src/core/cloudtrail/call.ts'
import { combined, dimensionFilter, sinceFilter, untilFilter } from '../../src/preview/filters.ts'
import { at, EVENT_MINUTE, type Json, message, record } from '../support/records.ts'

function call(members: Json = {}): Call {
  const parsed = parseMessage(message(record(members)))
  assert.equal(parsed.kind, 'call')
  return parsed
}

describe('a filter by a dimension', () => {
  const keeps = (...patterns: string[]) => dimensionFilter('f', 'Principal', patterns).keeps(call())

  it('keeps records that fully match one of its patterns, ignoring case', () => {
    for (const pattern of ['role/scanner', 'role/*', 'ROLE/scan?er', '*', 'role/scanner*'])
      assert.equal(keeps(pattern), true, pattern)
    for (const pattern of ['role/scan', 'scanner', 'role/scanner?', 'user/*'])
      assert.equal(keeps(pattern), false, pattern)
    assert.equal(keeps('user/*', 'role/s*'), true)
  })

  it('matches the value that the report shows', () => {
    const service = dimensionFilter('f', 'Service', ['ec2']).keeps
    assert.deepEqual([service(call()), service(call({ eventSource: 's3.amazonaws.com' }))], [true, false])
    assert.equal(dimensionFilter('f', 'Region', ['(none)']).keeps(call({ awsRegion: undefined })), true)
  })
})

describe('a filter by time', () => {
  it('keeps records from its first millisecond on to just before its last', () => {
    const [from, to] = [EVENT_MINUTE, EVENT_MINUTE + 60_000]
    const kept = [-1, 0, 59, 60].map((seconds) => {
      const one = call({ eventTime: at(seconds) })
      return [sinceFilter('s', from).keeps(one), untilFilter('u', to).keeps(one)]
    })
    assert.deepEqual(kept, [
      [false, true],
      [true, true],
      [true, true],
      [true, false],
    ])
  })
})

describe('combined filters', () => {
  it('keep records that all filters keep, and count each other record once, for the first filter that excludes it', () => {
    const filters = [sinceFilter('time', EVENT_MINUTE), dimensionFilter('service', 'Service', ['s3'])]
    const { keeps, leftOut } = combined(filters)
    const s3 = { eventSource: 's3.amazonaws.com' }
    const before = { eventTime: at(-1) }
    assert.deepEqual(
      [{}, s3, before, { ...s3, ...before }].map((members) => keeps(call(members))),
      [false, true, false, false],
    )
    assert.deepEqual(leftOut(), [
      { filter: 'time', records: 2 },
      { filter: 'service', records: 1 },
    ])
  })

  it('keep everything if there are none', () => {
    const { keeps, leftOut } = combined([])
    assert.deepEqual([keeps(call()), leftOut()], [true, []])
  })
})
