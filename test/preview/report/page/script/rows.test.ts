import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { filtered, sorted } from '../../../../../src/preview/report/page/script/rows.ts'

const ROWS = [
  ['ssm:PutParameter', 411, 136, 'role/deployer'],
  ['sts:AssumeRole', 129, null, 'service/lambda'],
  ['ssm:GetParameter', 130, 1, 'role/orders'],
  ['kms:Decrypt', 130, null, 'role/orders'],
] as const

const names = (rows: readonly (readonly unknown[])[]) => rows.map(([name]) => name)

describe('the rows of a table', () => {
  it('keep their order without a sort column', () => assert.equal(sorted(ROWS, undefined), ROWS))

  it('are sorted by numbers, and keep their order where these are equal', () => {
    const expected = ['sts:AssumeRole', 'ssm:GetParameter', 'kms:Decrypt', 'ssm:PutParameter']
    assert.deepEqual(names(sorted(ROWS, { column: 1, isDescending: false })), expected)
    assert.deepEqual(names(sorted(ROWS, { column: 1, isDescending: true })), [
      'ssm:PutParameter',
      'ssm:GetParameter',
      'kms:Decrypt',
      'sts:AssumeRole',
    ])
  })

  it('come last without a value, in either direction', () => {
    for (const isDescending of [true, false])
      assert.deepEqual(names(sorted(ROWS, { column: 2, isDescending })).slice(2), [
        'sts:AssumeRole',
        'kms:Decrypt',
      ])
  })

  it('are sorted by texts', () =>
    assert.deepEqual(names(sorted(ROWS, { column: 0, isDescending: false }))[0], 'kms:Decrypt'))

  it('are filtered by all words, in any case and column', () => {
    assert.deepEqual(names(filtered(ROWS, 'SSM deploy')), ['ssm:PutParameter'])
    assert.deepEqual(names(filtered(ROWS, ' orders ')), ['ssm:GetParameter', 'kms:Decrypt'])
    assert.deepEqual(names(filtered(ROWS, 'nothing')), [])
    assert.equal(filtered(ROWS, '  '), ROWS)
  })

  it('are filtered by plain text, not by a pattern', () => assert.deepEqual(names(filtered(ROWS, '.*')), []))
})
