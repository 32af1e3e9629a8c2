import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { recordTexts } from '../../../src/core/cloudtrail/log-file.ts'
import { NO_CASES, readCase } from '../../support/cases.ts'

const textsOf = (json: string) => [...recordTexts(Buffer.from(json), 'the file')]

/** The records of `json` as a parser reads them. */
const recordsOf = (json: string) => textsOf(json).map((text) => JSON.parse(text))

const logFile = (records: readonly unknown[], indent = 0) =>
  JSON.stringify({ Records: records }, null, indent)

const anyRecords = fc.array(fc.jsonValue({ maxDepth: 4 }))

describe('recordTexts', () => {
  it('returns the elements that a parser finds in the list', () => {
    fc.assert(
      fc.property(anyRecords, fc.constantFrom(0, 2), (all, indent) => {
        assert.deepEqual(recordsOf(logFile(all, indent)), JSON.parse(JSON.stringify(all)))
      }),
    )
  })

  it('returns the elements of all log files that were joined', () => {
    const separator = fc.constantFrom('', '\n', ' \r\n\t', '\n\n', '\ufeff')
    fc.assert(
      fc.property(fc.array(anyRecords, { minLength: 1 }), separator, (files, between) => {
        const joined = files.map((all) => logFile(all) + between).join('')
        assert.deepEqual(recordsOf(joined), JSON.parse(JSON.stringify(files.flat())))
      }),
    )
  })

  it('takes a byte order mark, white space and zeros around', () => {
    for (const json of [
      '\ufeff{"Records":[{}]}',
      `${' '.repeat(5000)}{"Records":[{}]}${' '.repeat(5000)}`,
      '{"Records":[{}]}\n',
      ' { "Records" : [ {} ] } ',
      '{"Records":[{}]}\0\0',
    ])
      assert.deepEqual(recordsOf(json), [{}])
  })

  it("returns texts that aren't ASCII", () => {
    assert.deepEqual(textsOf('{"Records":[{"a":"ü🚀"},{"b":"é"}]}'), ['{"a":"ü🚀"}', '{"b":"é"}'])
  })

  it('is not misled by the content of texts', () => {
    const all = [{ a: '],[{"\\' }, { b: '"}]}' }, { c: '{"Records":[{' }]
    assert.deepEqual(recordsOf(logFile(all)), all)
  })

  it('returns an invalid record as it is, and the others', () => {
    assert.deepEqual(textsOf('{"Records":[{"a":1},x,{"b":2}]}'), ['{"a":1}', 'x', '{"b":2}'])
    assert.deepEqual(textsOf('{"Records":[{"a":tru},{"b":2}]}'), ['{"a":tru}', '{"b":2}'])
    assert.deepEqual(textsOf('{"Records":[{},]}'), ['{}', ''])
  })

  it('keeps a limited number of positions, and still reads a file of very many records', () => {
    assert.equal(textsOf(`{"Records":[${Array(100_000).fill('{}').join()}]}`)?.length, 100_000)
  })

  for (const [what, json, place] of [
    ['ends in a record', '{"Records":[{"a":1},{"b":', 20],
    ['ends behind a record', '{"Records":[{"a":1}', 12],
    ['ends behind its records', '{"Records":[{"a":1}]', 19],
    ['has a record cut off in a text', '{"Records":[{"a":"x},{"b":2}]}', 12],
    ['has a record cut off behind a backslash', '{"Records":[{"a":"\\},{"b":2}]}', 12],
    ['has a record without its brace', '{"Records":[{"a":1},{"b":2,{"c":3}]}', 20],
    ['has a bracket too many', '{"Records":[{"a":1}},{"b":2}]}', 12],
    ['has no comma between records', '{"Records":[{"a":1} {"b":2}]}', 12],
    ['has a colon behind a record', '{"Records":[{"a":1}:2},{"b":2}]}', 12],
    ['has members behind its records', '{"Records":[{}],"more":1}', 14],
    ['has something else behind it', '{"Records":[{}]}\n{"Events":[]}', 17],
  ] as const) {
    it(`rejects a file that ${what}`, () => {
      const message = `the file is not a CloudTrail log file or is damaged at byte ${place}: expected {"Records":[...]}`
      assert.throws(() => textsOf(json), { name: 'PayloadError', message })
    })
  }

  for (const json of ['{"Events":[]}', '{"more":1,"Records":[]}', '[]', '', '{"Records":7}', 'x']) {
    it(`rejects another form: ${json}`, () => {
      assert.throws(() => textsOf(json), {
        message: /is not a CloudTrail log file or is damaged at byte 0: expected \{"Records":\[\.\.\.\]\}$/,
      })
    })
  }

  it('returns all records of the collected joined file', { skip: NO_CASES }, () => {
    assert.equal(textsOf(readCase('04a-log-files-joined.json').toString())?.length, 13)
  })

  it('rejects the collected file with a broken record', { skip: NO_CASES }, () => {
    assert.throws(() => textsOf(readCase('20-a-broken-record-takes-the-rest.json').toString()), {
      message: /damaged at byte 2160:/,
    })
  })
})
