import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { csvText } from '../../../../../src/preview/report/page/script/csv.ts'

const COLUMNS = [
  { label: 'Caller', kind: 'text' },
  { label: 'Calls, in all', kind: 'count' },
  { label: 'When (UTC)', kind: 'time' },
] as const

const read = (text: string): string[][] => parse(text, { record_delimiter: '\r\n' })

describe('a table as CSV', () => {
  it('has a header line, plain numbers, times in UTC, and empty cells for unknown values', () => {
    const text = csvText({
      columns: COLUMNS,
      rows: [
        ['role/x', 1234.5, Date.UTC(2026, 9, 1, 8)],
        ['', null, null],
      ],
    })
    assert.equal(text, 'Caller,"Calls, in all",When (UTC)\r\nrole/x,1234.5,2026-10-01 08:00:00\r\n,,\r\n')
  })

  for (const formula of ['=1+1', '+1', '-1', '@SUM(A1)', ' =1', '\t=1', '\u00a0=1', '\r=1', '|cmd', '%0A']) {
    it(`is not a formula if a caller chooses the name ${JSON.stringify(formula)}`, () => {
      const [, [cell = ''] = []] = read(csvText({ columns: COLUMNS, rows: [[formula, 1, null]] }))
      assert.equal(cell, `'${formula}`)
    })
  }

  it('has the date of times that are shown without it', () =>
    assert.match(
      csvText({ columns: [{ label: 'At', kind: 'clock' }], rows: [[Date.UTC(2026, 9, 1, 8)]] }),
      /\r\n2026-10-01 08:00:00\r\n$/,
    ))

  it('keeps negative numbers, which are not formulas', () =>
    assert.match(csvText({ columns: COLUMNS, rows: [['x', -5, null]] }), /\r\nx,-5,\r\n$/))

  it('can be parsed again, whatever the texts are', () => {
    const texts = fc.array(fc.string({ unit: fc.constantFrom('"', ',', '\r', '\n', 'a', ' ') }), {
      minLength: 1,
    })
    fc.assert(
      fc.property(texts, (all) => {
        const rows = all.map((text) => [text, 0, null])
        const cells = read(csvText({ columns: COLUMNS, rows })).map(([cell]) => cell?.replace(/^'/, ''))
        assert.deepEqual(cells, ['Caller', ...all])
      }),
    )
  })
})
