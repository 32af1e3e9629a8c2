import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { DEFAULTS, EXPECTED, readConfig } from '../../src/core/config.ts'
import { CONFIG_OPTIONS } from '../../src/core/config-options.ts'

describe('CONFIG_OPTIONS', () => {
  it('has each setting once, with a unique flag', () => {
    assert.deepEqual(CONFIG_OPTIONS.map(({ variable }) => variable).sort(), Object.keys(DEFAULTS).sort())
    assert.equal(new Set(CONFIG_OPTIONS.map(({ flag }) => flag)).size, CONFIG_OPTIONS.length)
  })

  it('has the defaults and expectations of the function', () => {
    for (const option of CONFIG_OPTIONS) {
      assert.equal(option.default, DEFAULTS[option.variable])
      assert.equal(option.expected, EXPECTED[option.variable])
      assert.match(option.flag, /^--[a-z]+(-[a-z]+)*$/)
      assert.match(option.description, /^[a-z].*[^.]$|^CloudWatch|^CloudTrail/)
      assert.doesNotThrow(() => readConfig({ [option.variable]: option.default }))
    }
  })
})
