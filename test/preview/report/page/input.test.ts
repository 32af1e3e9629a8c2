import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { pageInput } from '../../../../src/preview/report/page/input.ts'
import { ACCOUNT } from '../../../support/records.ts'
import { busy, modelOf } from '../../../support/report.ts'

describe('pageInput', () => {
  it('says what the page was made from', () => {
    const { source, calls } = pageInput(modelOf(busy(7)))
    assert.equal(calls, 7)
    assert.match(source, /over the records of 1 file\. All times are UTC\.$/)
  })

  it('lists the operations that came closest to their limits', () => {
    const [table, ...others] = pageInput(modelOf(busy(1000))).widgets
    assert.ok(table?.kind === 'table' && others.length === 0)
    assert.equal(table.answer.rows.length, 10)
    for (const row of table.answer.rows) assert.equal(row.length, table.answer.columns.length)
    assert.deepEqual(table.answer.rows[0]?.slice(0, 3), ['ec2 Operation9', ACCOUNT, 'eu-west-1'])
    assert.ok(
      table.answer.rows[0]?.includes(
        'https://docs.aws.amazon.com/ec2/latest/devguide/ec2-api-throttling.html',
      ),
    )
  })

  it('says so if there is no lag', () => {
    const { source } = pageInput(modelOf(busy(7), { result: { knowsLag: false, filesRead: 2 } }))
    assert.match(source, /of 2 files\. The names of the files do not tell .*, so there is no lag\. All times/)
  })
})
