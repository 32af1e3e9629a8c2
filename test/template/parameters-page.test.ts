import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, it } from 'node:test'
import { CONFIG_OPTIONS } from '../../src/core/config-options.ts'
import { PARAMETERS_PAGE, parametersPage } from '../support/parameters-page.ts'
import { readTemplate } from '../support/template.ts'

const template = readTemplate()
const page = readFileSync(PARAMETERS_PAGE, 'utf8')

describe('the page on parameters', () => {
  it('has what "npm run docs:parameters" writes', () => assert.equal(page, parametersPage(page, template)))

  it('has every parameter with its default', () => {
    const rows = [...page.matchAll(/^\| `(\w+)` \| (?:`([^`]*)`)? \| [^|]* \| [^|]* \|$/gm)]
    const documented = rows.map(([, name, value = '']) => [name, value])
    const expected = Object.entries(template.Parameters).map(([name, { Default = '' }]) => [
      name,
      String(Default),
    ])
    assert.deepEqual(Object.fromEntries(documented), Object.fromEntries(expected))
    assert.equal(documented.length, expected.length, 'each once')
  })

  it('has the parameter, environment variable and flag of every setting of the function', () => {
    for (const { variable, flag } of CONFIG_OPTIONS)
      assert.match(page, new RegExp(`^\\| \`\\w+\` \\| \`${variable}\` \\| \`${flag} <\\w+>\` \\|$`, 'm'))
  })

  it('is renewed only between its marks', () => {
    const changed = { ...template, Parameters: { ...template.Parameters, Source: undefined } }
    const renewed = parametersPage(page, JSON.parse(JSON.stringify(changed)))
    assert.notEqual(renewed, page)
    const written = (text: string) => text.replace(/<!-- generated: \w+ -->.*?<!-- end -->/gs, '')
    assert.equal(written(renewed), written(page))
    assert.throws(() => parametersPage('', template), /no part parameters/)
  })
})
