import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { settingsOf } from '../../src/cli/configuration.ts'
import { variantsOf } from '../../src/cli/variants.ts'
import { extraSets } from '../support/config.ts'

const SETTINGS = settingsOf({}, { EXTRA_DIMENSION_SETS: 'Agent', EXCLUDE_OPERATIONS: 'kms:*' })

describe('variantsOf', () => {
  it('has the given configuration first, and the usual alternatives unless others are asked for', () => {
    const [chosen, ...usual] = variantsOf(SETTINGS)
    assert.equal(chosen?.name, 'as configured')
    assert.equal(usual.length, 5)
    assert.equal(variantsOf(SETTINGS, []).length, 1)
  })

  it('takes variables and the names of their flags', () => {
    const [, ...both] = variantsOf(SETTINGS, ['MAX_SERIES=7', 'max-series=7'])
    assert.deepEqual(
      both.map((variant) => 'sets' in variant && variant.maxSeries),
      [7, 7],
    )
  })

  it('adds dimension sets, and replaces everything else', () => {
    const [, sets, excluded] = variantsOf(SETTINGS, [
      'EXTRA_DIMENSION_SETS=Account;Principal',
      'exclude=ec2:Describe*',
    ])
    assert.deepEqual(
      [sets?.name, excluded?.name],
      ['with dimension set Account;Principal', 'without operations ec2:Describe*'],
    )
    assert.ok(sets !== undefined && 'sets' in sets)
    assert.deepEqual(extraSets({ dimensionSets: sets.sets }), ['Agent', 'Account', 'Principal'])
    assert.ok(excluded !== undefined && 'config' in excluded)
    assert.ok(excluded.config.isCounted('kms', 'Decrypt'))
  })

  it('is measured from the calls of the run if it counts no others', () => {
    const [chosen, byAccount] = variantsOf(SETTINGS, ['count-by-account=true'])
    assert.ok(chosen !== undefined && 'sets' in chosen)
    assert.deepEqual(extraSets({ dimensionSets: chosen.sets }), ['Agent'])
    assert.ok(byAccount !== undefined && 'sets' in byAccount)
    assert.ok(
      byAccount.sets.some(
        ({ dimensions, counts }) => dimensions.join() === 'Service,Region,Account' && counts === 'calls',
      ),
    )
    const [, fewer] = variantsOf(settingsOf({}, {}), ['exclude=ec2:Describe*'])
    assert.ok(fewer !== undefined && 'sets' in fewer)
    assert.equal(fewer.keeps?.('ec2', 'DescribeVpcs'), false)
    assert.equal(fewer.keeps?.('kms', 'Decrypt'), true)
    const [, more] = variantsOf(SETTINGS, ['exclude=ec2:Describe*'])
    assert.ok(more !== undefined && 'config' in more)
  })

  it('rejects what it does not know', () => {
    for (const text of ['', 'nope=1', 'toString=1', '--max-series=1'])
      assert.throws(
        () => variantsOf(SETTINGS, [text]),
        /expected VARIABLE=value with one of METRIC_NAMESPACE/,
      )
    assert.throws(() => variantsOf(SETTINGS, ['MAX_SERIES=x']), /MAX_SERIES must be a whole number/)
  })
})
