import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { type Column, narrowed, table } from '../../../../src/preview/report/text/table.ts'

const COLUMNS = [
  { head: 'Name', align: 'left' },
  { head: 'Calls', align: 'right' },
] as const

describe('table', () => {
  it('aligns columns and separates thousands', () => {
    assert.equal(
      table(
        COLUMNS,
        [
          ['a', 1234567],
          ['long name', 2.25],
        ],
        80,
      ),
      'Name           Calls\na          1,234,567\nlong name        2.3',
    )
  })

  it('cuts the widest column to fit', () => {
    const text = table(COLUMNS, [['x'.repeat(60), 10]], 40)
    for (const line of text.split('\n')) assert.ok(line.length <= 40)
    assert.match(text, /x… {3,}10|x… +10/)
  })

  it('is as wide as it must be where width has no end', () => {
    assert.ok(table(COLUMNS, [['x'.repeat(300), 1]], Number.POSITIVE_INFINITY).includes('x'.repeat(300)))
  })
})

describe('narrowed', () => {
  const columns: Column[] = [
    ...COLUMNS,
    { head: 'Second', align: 'right', leaveOut: 2 },
    { head: 'First', align: 'right', leaveOut: 1 },
    { head: 'Who', align: 'left', cutFirst: true },
  ]
  const rows = [['x'.repeat(20), 1, 2, 3, 'y'.repeat(20)]]
  const heads = (width: number) => narrowed(columns, rows, width).columns.map(({ head }) => head)

  it('keeps every column where cutting the ones that are cut first is enough', () => {
    // 20 + 5 + 6 + 5 and at least 8, with gaps of 2.
    assert.deepEqual(heads(52), ['Name', 'Calls', 'Second', 'First', 'Who'])
    assert.match(table(columns, rows, 52), /^x{20} +1 +2 +3 +y{7}…$/m)
  })

  it('leaves columns out in their order, and says which', () => {
    assert.deepEqual(heads(51), ['Name', 'Calls', 'Second', 'Who'])
    assert.deepEqual(heads(44), ['Name', 'Calls', 'Who'])
    assert.deepEqual(narrowed(columns, rows, 44).leftOut, ['Second', 'First'])
    assert.deepEqual(narrowed(columns, rows, 44).rows, [['x'.repeat(20), 1, 'y'.repeat(20)]])
  })

  it('leaves out no more than it may', () => assert.deepEqual(heads(10), ['Name', 'Calls', 'Who']))
})
