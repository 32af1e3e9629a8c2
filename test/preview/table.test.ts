import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { table } from '../../src/preview/table.ts'

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
