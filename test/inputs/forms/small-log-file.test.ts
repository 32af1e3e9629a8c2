import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { recordsOfSmallLogFile } from '../../../src/inputs/forms/small-log-file.ts'
import { records } from '../../support/records.ts'

const read = (text: string) => recordsOfSmallLogFile(Buffer.from(text))
const MEGABYTE = 1024 * 1024

describe('a small log file', () => {
  it('is parsed as a whole', () => {
    const all = records(3, (i) => ({ userAgent: `ü"\\ ${i}` }))
    assert.deepEqual(read(JSON.stringify({ Records: all })), all)
    assert.deepEqual(read('{"Records":[]}'), [])
  })

  for (const [what, text] of [
    [
      'has more than one list, of which JSON.parse would give the last',
      '{"Records":[{"a":1}],"Records":[{"a":2}]}',
    ],
    ['has another member', '{"Records":[{"a":1}],"\\u0052ecords":[{"a":2}]}'],
    ['is two that were joined', '{"Records":[{"a":1}]}{"Records":[{"a":2}]}'],
    ['is damaged', '{"Records":[{"a":1},{"a":2]}'],
    ['is cut off', '{"Records":[{"a":1}]'],
    ['is in another form', '{ "Records": [{"a":1}]}'],
    ['is something else', '[{"Records":[{"a":1}]}]'],
    ['is longer than one record may be', JSON.stringify({ Records: ['x'.repeat(MEGABYTE)] })],
  ] as const) {
    it(`is left to others if it ${what}`, () => assert.equal(read(text), undefined))
  }
})
