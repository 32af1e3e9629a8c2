import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { settingsOf } from '../../src/cli/configuration.ts'
import { variantsOf } from '../../src/cli/variants.ts'
import { extraSets } from '../support/config.ts'

const SETTINGS = settingsOf({}, { EXTRA_DIMENSION_SETS: 'Agent', EXCLUDE_OPERATIONS: 'kms:*' })

describe('variantsOf', () => {
  it('has the given configuration first, and the usual alternatives unless others are asked for', () => {
    const [chosen, ...usual] = variantsOf(SETTINGS)
    assert.equal(chosen.name, 'as configured')
    assert.equal(usual.length, 5)
    assert.equal(variantsOf(SETTINGS, []).length, 1)
  })

  it('takes variables and the names of their flags', () => {
    const [, byVariable, byFlag] = variantsOf(SETTINGS, ['MAX_SERIES=7', 'max-series=7'])
    assert.deepEqual([byVariable?.config.maxSeries, byFlag?.config.maxSeries], [7, 7])
  })

  it('adds dimension sets, and replaces everything else', () => {
    const [, sets, excluded] = variantsOf(SETTINGS, [
      'EXTRA_DIMENSION_SETS=Account;Principal',
      'exclude=ec2:Describe*',
    ])
    assert.deepEqual([sets?.name, excluded?.name], ['+ Account;Principal', 'without ec2:Describe*'])
    assert.ok(sets)
    assert.deepEqual(extraSets(sets.config), ['Agent', 'Account', 'Principal'])
    assert.ok(excluded?.config.isCounted('kms', 'Decrypt'))
  })

  it('refuses what it does not know', () => {
    for (const text of ['', 'nope=1', 'toString=1', '--max-series=1'])
      assert.throws(
        () => variantsOf(SETTINGS, [text]),
        /expected VARIABLE=value with one of METRIC_NAMESPACE/,
      )
    assert.throws(() => variantsOf(SETTINGS, ['MAX_SERIES=x']), /MAX_SERIES must be a whole number/)
  })
})
