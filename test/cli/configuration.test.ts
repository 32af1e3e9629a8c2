import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { Command } from 'commander'
import {
  addConfigFlags,
  configOf,
  type Environment,
  type Settings,
  settingsInForce,
  settingsOf,
  withSets,
} from '../../src/cli/configuration.ts'
import { readConfig } from '../../src/core/config.ts'
import { CONFIG_OPTIONS } from '../../src/core/config-options.ts'
import { ConfigError } from '../../src/util/errors.ts'
import { extraSets } from '../support/config.ts'

function settings(args: readonly string[], env: Environment = {}): Settings {
  const command = addConfigFlags(new Command()).parse([...args], { from: 'user' })
  return settingsOf(command.opts(), env)
}

function problems(given: Settings, changes?: Environment): readonly string[] {
  try {
    configOf(given, changes)
  } catch (error) {
    assert.ok(error instanceof ConfigError)
    return error.problems
  }
  assert.fail('there is no problem')
}

describe('settingsOf', () => {
  for (const { flag, variable } of CONFIG_OPTIONS) {
    it(`takes ${flag} for ${variable}, over the environment`, () => {
      assert.equal(settings([flag, 'x']).env[variable], 'x')
      assert.equal(settings([flag, 'x'], { [variable]: 'y' }).env[variable], 'x')
      assert.equal(settings([], { [variable]: 'y' }).env[variable], 'y')
    })
  }

  it('uses the default for an empty flag, regardless of the environment', () => {
    const given = settings(['--exclude', '', '--top-callers', ''], {
      EXCLUDE_OPERATIONS: '*:*',
      TOP_CALLERS: '1',
    })
    assert.ok(configOf(given).isCounted('ec2', 'RunInstances'))
    assert.equal(configOf(given).topCallers, 5)
  })
})

describe('configOf', () => {
  it('is that of the function, but accepts records of any age by default', () => {
    const { isCounted, maxAgeMs, ...config } = configOf(settings([]))
    const { isCounted: _, maxAgeMs: age, ...ofFunction } = readConfig({})
    assert.deepEqual(config, ofFunction)
    assert.ok(maxAgeMs > 1000 * age)
    assert.equal(configOf(settings(['--max-age-hours', '335'])).maxAgeMs, age)
    assert.equal(configOf(settings([], { MAX_AGE_HOURS: '335' })).maxAgeMs, age)
  })

  it('reports an invalid value with its flag or variable', () => {
    const given = settings(['--max-series', '0'], { TOP_CALLERS: 'x', MAX_SERIES: 'y' })
    const [callers, series] = problems(given)
    assert.match(callers ?? '', /^TOP_CALLERS must be .* given "x"$/)
    assert.match(series ?? '', /^--max-series must be .* given "0"$/)
    assert.match(problems(given, { MAX_SERIES: '-1' })[1] ?? '', /^MAX_SERIES must be .* given "-1"$/)
  })
})

describe('settingsInForce', () => {
  it('has every setting with its value and where that is from', () => {
    const all = settingsInForce(settings(['--max-series', '7'], { TOP_CALLERS: ' 3 ', EVENT_TYPES: ' ' }))
    assert.deepEqual(
      all.map(({ variable }) => variable),
      CONFIG_OPTIONS.map(({ variable }) => variable),
    )
    const found = new Map(all.map(({ variable, value, from }) => [variable, [value, from]]))
    assert.deepEqual(found.get('MAX_SERIES'), ['7', 'flag'])
    assert.deepEqual(found.get('TOP_CALLERS'), ['3', 'environment'])
    assert.deepEqual(found.get('EVENT_TYPES'), ['AwsApiCall', 'default'])
    assert.deepEqual(found.get('MAX_AGE_HOURS'), ['10000000', 'default'])
  })
})

describe('withSets', () => {
  it('adds dimension sets to those that are configured', () => {
    const config = withSets(settings(['--dimension-sets', 'Agent']), ['Account', 'Principal'])
    assert.deepEqual(extraSets(config), ['Agent', 'Account', 'Principal'])
    assert.deepEqual(withSets(settings([]), []).dimensionSets, readConfig({}).dimensionSets)
  })
})
